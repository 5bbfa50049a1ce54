/** A line to the origin's other tabs. Closed, it says and hears nothing. */
export interface Channel {
  open: () => void
  close: () => void
  post: (message: unknown) => void
}

export function createChannel(name: string, onMessage: (message: unknown) => void): Channel {
  let channel: BroadcastChannel | undefined
  return {
    open() {
      if (channel) return
      channel = new BroadcastChannel(name)
      channel.addEventListener('message', ({ data }) => onMessage(data))
    },
    close() {
      channel?.close()
      channel = undefined
    },
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has one origin
    post: (message) => channel?.postMessage(message),
  }
}
