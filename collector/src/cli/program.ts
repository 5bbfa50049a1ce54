import { Command, type CommandOptions, InvalidArgumentError, Option } from 'commander'
import { backup, restore } from './backup.ts'
import { parseDuration } from './duration.ts'
import { erase } from './erase.ts'
import { explain } from './explain.ts'
import { exportUser } from './export.ts'
import { importFile } from './import/import.ts'
import { init } from './init.ts'
import { addKey, listKeys, revokeKey } from './keys.ts'
import { checkModel } from './model/check.ts'
import { compareModels } from './model/compare.ts'
import { reportNudges } from './nudges/report.ts'
import { whyNudges } from './nudges/why.ts'
import { overview } from './overview/overview.ts'
import { query } from './query.ts'
import { rebuild } from './rebuild.ts'
import { scores } from './scores.ts'
import { serve } from './serve/serve.ts'
import { tail } from './tail.ts'
import { TEMPLATES } from './templates.ts'
import { token } from './token.ts'
import { listWebhooks, replayWebhooks } from './webhooks.ts'

/** The command line: verbs with their options. */
export function createProgram(): Command {
  const program = new Command('uptake').description('Is this customer getting value, and what should they do next?')
  const verb = (name: string, description: string, of = program, options: CommandOptions = {}) =>
    of
      .command(name, options)
      .description(description)
      .option('--config <file>', 'the configuration', './uptake.config.ts')
  const withData = (command: Command) => command.option('--data <folder>', 'the folder of the store', './data')

  verb('init', 'write a configuration, and keys to .env beside it; keeps what is there')
    .option('--template <name>', `what to start from: ${TEMPLATES.join(', ')}`, 'default')
    .action(init)
  const keys = program.command('keys').description('the keys of .env')
  verb('list', 'list the write keys, and say which secrets are set', keys, { isDefault: true }).action(listKeys)
  verb('add', 'make one more write key, and write it to .env', keys).action(addKey)
  verb('revoke', 'take a write key out of .env', keys).argument('<key>', 'the key').action(revokeKey)
  withData(verb('serve', 'start the collector'))
    .option('--port <port>', 'the port; 0 picks a free one', port, 4747)
    .option('--host <host>', 'the address to listen on', '127.0.0.1')
    .option('--rate-limit <count>', 'requests a minute of one address; 0 is no limit', rateLimit, 300_000)
    .addOption(
      new Option('--trust-proxy [count]', 'how many proxies in front say whom they forward for')
        .argParser(count)
        .preset('1')
        .default(0),
    )
    .action(serve)
  withData(verb('import', 'take in a file of events: CSV or JSON lines, gzipped or not'))
    .argument('<file>', 'the file')
    .option('--map <field=column...>', 'which column holds a field, such as userId=member')
    .option('--source <name>', 'what makes ids of its rows its own', undefined)
    .action(importFile)
  withData(verb('scores', 'list who stands where, by band'))
    .option('--accounts', 'accounts instead of users')
    .option('--at <instant>', 'an instant in ISO 8601, or a date, for its end')
    .addOption(knownOption())
    .option('--json', 'as JSON lines')
    .action(scores)
  withData(verb('overview', 'show where everybody stands, and how the product is used'))
    .option('--at <instant>', 'an instant in ISO 8601, or a date, for its end')
    .addOption(knownOption())
    .option('--json', 'as JSON')
    .action(overview)
  withData(verb('tail', 'show messages as they arrive, with what is wrong with them'))
    .option('--last <count>', 'how many of the past to begin with', count, 10)
    .action(tail)
  verb('token', 'print an identity token, for trying: it signs that user in')
    .argument('<user>', 'the user it is of')
    .option('--account <id...>', 'the accounts it names; /v1/me shows the first')
    .addOption(
      new Option('--expires <duration>', 'for how long it counts: 90s, 30m, 1h, 2d')
        .argParser(parseDuration)
        .default(parseDuration('1h'), '1h'),
    )
    .action(token)

  withData(verb('explain', 'show why a score is what it is, and what would raise it'))
    .argument('<user|account>', 'an id; the user by it, else the account')
    .option('--account', 'the account by that id')
    .option('--at <instant>', 'an instant in ISO 8601, or a date, for its end')
    .addOption(knownOption())
    .option('--since <instant>', 'show what changed it since then')
    .option('--json', 'as JSON')
    .action(explain)
  withData(verb('query', 'ask the store in SQL: user_scores, account_scores, score_history, events'))
    .argument('<sql>', 'one statement; it can change nothing')
    .addOption(new Option('--csv', 'as CSV').conflicts('json'))
    .option('--json', 'as JSON lines')
    .action(query)
  withData(verb('export', 'write all that is held on a user to standard output, as JSON'))
    .argument('<user>', 'an id')
    .action(exportUser)
  withData(verb('erase', 'erase all that is held on a user, without asking, beside a running collector too'))
    .argument('<user|account>', 'an id')
    .option('--account', 'erase the account by that id')
    .action(erase)
  withData(
    verb(
      'rebuild',
      'make what is folded of messages again, beside a running collector too; goes on where it was stopped',
    ),
  ).action(rebuild)

  const nudges = program.command('nudges').description('show what came of nudges, and why somebody sees one')
  withData(verb('report', 'show who saw which, what they did, and what it lifts', nudges, { isDefault: true }))
    .option('--json', 'as JSON')
    .action(reportNudges)
  withData(verb('why', 'say what became of each rule for a user, and why', nudges))
    .argument('<user>', 'an id')
    .option('--account <id>', 'the account that their token names; the one of their last group message by default')
    .option('--session <id>', 'the session in which they ask')
    .option('--json', 'as JSON')
    .action(whyNudges)

  withData(
    program.command('backup').description('write the store to a file, beside a running collector too, and check it'),
  )
    .argument('<file>', 'the file')
    .option('--force', 'replace it where it is there')
    .action(backup)
  withData(
    program.command('restore').description('check a backup, and make it the store; the collector must be stopped'),
  )
    .argument('<file>', 'what `uptake backup` has made')
    .option('--force', 'replace the store that is there')
    .action(restore)

  const webhooks = program.command('webhooks').description('what webhook rules have to send')
  withData(webhooks.command('list', { isDefault: true }).description('list what is pending or dead, and why'))
    .option('--limit <count>', 'how many are shown, the newest', count, 100)
    .option('--json', 'as JSON lines')
    .action(listWebhooks)
  withData(webhooks.command('replay').description('send dead ones again, beside a running collector too'))
    .argument('[ids...]', 'ids that are listed')
    .option('--all', 'all that are dead')
    .action(replayWebhooks)

  const model = program.command('model').description('look at the model')
  verb('check', 'say what is wrong with the configuration, or what its model may not mean as it is', model)
    .option('--data <folder>', 'a store: say too which targets nobody or everybody reaches')
    .action(checkModel)
  withData(verb('compare', 'say what a draft of the model would change for whom; touches nothing', model))
    .argument('<draft>', 'a configuration with the draft')
    .option('--accounts', 'accounts instead of users')
    .option('--limit <count>', 'how many of those who change band are shown', count, 20)
    .option('--json', 'as JSON, all of them')
    .action(compareModels)
  return program
}

const knownOption = (): Option =>
  new Option('--known <when>', 'use what is known now, or only what had been received then').choices(['now', 'then'])

function port(text: string): number {
  const value = count(text)
  if (value > 65_535) throw new InvalidArgumentError('must be at most 65535')
  return value
}
/** Fewer would not keep what `Retry-After` says. */
function rateLimit(text: string): number {
  const value = count(text)
  if (value > 0 && value < 60) throw new InvalidArgumentError('must be 0, or at least 60')
  return value
}
function count(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('must be a whole number')
  return Number(text)
}
