FROM node:24-slim AS build
WORKDIR /build
COPY . .
# By the pnpm that the project is checked with.
RUN pnpm="npx --yes $(node --print 'require("./package.json").packageManager')" \
  && $pnpm install --frozen-lockfile --filter @uptake/collector \
  && npm --prefix collector run build \
  && $pnpm --filter @uptake/collector deploy --prod out \
  && ln -s dist/main.js out/uptake \
  && mkdir data

FROM node:24-slim
# The defaults of every verb: ./uptake.config.ts, which is to be mounted, and ./data.
WORKDIR /
COPY --from=build /build/out /app
COPY --from=build --chown=node:node /build/data /data
ENV PATH=/app:$PATH
USER node
VOLUME /data
EXPOSE 4747
STOPSIGNAL SIGTERM
HEALTHCHECK CMD ["node", "--eval", "fetch('http://127.0.0.1:4747/healthz').then(({ ok }) => process.exit(ok ? 0 : 1))"]
ENTRYPOINT ["uptake"]
CMD ["serve", "--host", "0.0.0.0"]
