/** Asking keyservers: searching, fetching, asking again about every key. Each of them says its own. */
import { answersDisagree, disagreements } from '../../../src-shared/model/keyserver.ts'
import { cliText } from '../../../src-shared/text/cli.ts'
import { formatFingerprint } from '../../../src-shared/text/format.ts'
import { answerText, disagreementText, keyserverText } from '../../../src-shared/text/keyserver.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { type Command, textOption } from '../command.ts'
import { fingerprintAt } from '../options.ts'
import { runCall, runJob } from '../run-call.ts'
import { printChanges } from './key-import.ts'

export const search: Command = {
  usage: 'key search <text>',
  about: 'keys that the keyservers find; nothing is stored',
  options: {},
  positionals: { min: 1, max: 1 },
  async run(input) {
    const text = input.positionals[0] ?? ''
    const { keys, asked, failed } = await runCall(await input.engine(), 'keyring.searchServer', { text }, input.signal)
    input.output.document(keys)
    for (const key of keys) {
      input.output.line(`${formatFingerprint(key.fingerprint)}  ${key.algorithm}${key.revoked ? '  revoked' : ''}`)
      for (const userId of key.userIds) input.output.line(`  says it belongs to ${printable(userId)}`)
      const silent = asked.filter((server) => !key.servers.some((one) => one.server === server))
      for (const matter of disagreements(key.servers, silent)) {
        // Who finds something by a name and who does not is how servers search, and no disagreement.
        if (matter.kind !== 'missing') input.output.line(`  ${printable(disagreementText(matter))}`)
      }
    }
    for (const { server, error } of failed) {
      input.output.note(`${keyserverText.didNotAnswer(printable(server))}: ${printable(error.message)}`)
    }
    if (keys.length === 0) input.output.note(cliText.noResults(text))
    return 0
  },
}

export const pull: Command = {
  usage: 'key pull <fingerprint>',
  about: 'fetch one key, by its full fingerprint, with what every keyserver knows of it',
  options: { keyserver: { type: 'string', value: 'URL', about: 'the only server to ask' } },
  positionals: { min: 1, max: 1 },
  async run(input) {
    const fingerprint = fingerprintAt(input, 'key pull')
    const keyserver = textOption(input, 'keyserver')
    const params = keyserver === undefined ? { fingerprint } : { fingerprint, keyserver }
    const fetched = await runCall(await input.engine(), 'keyring.fetch', params, input.signal)
    const code = printChanges(input, fetched)
    if (fetched.answers.length > 1) for (const answer of fetched.answers) input.output.line(`  ${answerText(answer)}`)
    for (const matter of answersDisagree(fetched.answers)) input.output.line(`  ${printable(disagreementText(matter))}`)
    return code
  },
}

export const refresh: Command = {
  usage: 'key refresh',
  about: 'ask the keyservers about every key here, for revocations and later ends',
  options: {},
  positionals: { min: 0, max: 0 },
  async run(input) {
    const engine = await input.engine()
    const job = await runJob(input, engine, () => runCall(engine, 'keyring.refreshAll', {}, input.signal))
    const result = job.result as Readonly<Record<'asked' | 'changed' | 'revoked' | 'notFound' | 'failed', number>>
    input.output.event({ type: 'result', ...result })
    input.output.line(keyserverText.refreshDone(result.asked, result.changed, result.revoked))
    for (const line of job.log) input.output.note(printable(line))
    return result.failed > 0 ? 1 : 0
  },
}
