/** Sends a public key to a keyserver: only ever because this command was typed. */
import { cliText } from '../../../src-shared/text/cli.ts'
import { formatFingerprint } from '../../../src-shared/text/format.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { type Command, textOption } from '../command.ts'
import { fingerprintAt } from '../options.ts'
import { runCall } from '../run-call.ts'

export const push: Command = {
  usage: 'key push <fingerprint>',
  about: 'send a public key to the keyserver, where everybody can find it; this cannot be taken back',
  options: { keyserver: { type: 'string', value: 'URL', about: 'send it there instead' } },
  positionals: { min: 1, max: 1 },
  async run(input) {
    const fingerprint = fingerprintAt(input, 'key push')
    const keyserver = textOption(input, 'keyserver')
    const params = keyserver === undefined ? { fingerprint } : { fingerprint, keyserver }
    const { server } = await runCall(await input.engine(), 'keyring.publish', params, input.signal)
    input.output.document({ fingerprint, server })
    input.output.line(cliText.published(formatFingerprint(fingerprint), printable(server)))
    return 0
  },
}
