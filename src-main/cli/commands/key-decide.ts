import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Decision, DecisionMethod, DecisionScope } from '../../../src-shared/model/decision.ts'
import { cliText } from '../../../src-shared/text/cli.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { formatFingerprint } from '../../../src-shared/text/format.ts'
import { hashFile } from '../../engine/platform/hashing/index.ts'
import { type Command, type CommandInput, textOption } from '../command.ts'
import { fingerprintAt } from '../options.ts'
import { runCall } from '../run-call.ts'

const decisionKinds = ['verified', 'accepted', 'rejected', 'undecided'] as const

/** What the user says about a signer; the only command that grants trust. */
export const decide: Command = {
  usage: 'key decide <fingerprint> verified|accepted|rejected|undecided',
  about: 'record what you say about a signer, or take it back',
  options: {
    how: {
      type: 'string',
      value: 'TEXT',
      about: 'how it was checked: inPerson, phone, webPage, colleague, notChecked, or a note',
    },
    scope: {
      type: 'string',
      value: 'NAMESPACE|IMAGE',
      about: 'like library://acme/*, an image file or its sha256:…; everywhere by default',
    },
  },
  positionals: { min: 2, max: 2 },
  async run(input) {
    const fingerprint = fingerprintAt(input, 'key decide')
    const kind = decisionKinds.find((known) => known === input.positionals[1])
    if (!kind)
      throw failure('USAGE', { problem: `A decision is one of ${decisionKinds.join(', ')}`, command: 'key decide' })
    const given = textOption(input, 'scope')
    const scope: DecisionScope = given === undefined ? { kind: 'everywhere' } : await readScope(given, input.signal)
    const engine = await input.engine()
    if (kind === 'undecided') {
      const params = given === undefined ? { fingerprint } : { fingerprint, scope }
      const result = await runCall(engine, 'trust.undecide', params, input.signal)
      input.output.document(result)
      input.output.line(cliText.undecided(fingerprint))
      return 0
    }
    const { how, note } = readMethod(input, kind)
    const decision = await runCall(engine, 'trust.decide', { fingerprint, kind, how, scope, note }, input.signal)
    input.output.document(decision)
    input.output.line(cliText.decided(decision.kind, formatFingerprint(fingerprint)))
    return 0
  },
}

/** A digest, a file that is there, or a namespace; a bare `acme/*` is one of a library. */
async function readScope(text: string, signal: AbortSignal): Promise<DecisionScope> {
  if (/^sha256:[0-9a-f]{64}$/.test(text)) return { kind: 'image', digest: text }
  if (text.includes('://')) return { kind: 'namespace', namespace: text }
  if (text.endsWith('/*')) return { kind: 'namespace', namespace: `library://${text.replace(/^\/+/, '')}` }
  if (existsSync(text)) {
    const { hex } = await hashFile(resolve(text), 'sha256', { signal })
    return { kind: 'image', digest: `sha256:${hex}` }
  }
  throw failure('USAGE', { problem: cliText.scopeForms, command: 'key decide' })
}

const methods: readonly DecisionMethod[] = ['inPerson', 'phone', 'webPage', 'colleague', 'notChecked']

/** Any other text is a note; who verifies without saying how has at least compared it himself. */
function readMethod(
  input: CommandInput,
  kind: Decision['kind'],
): { readonly how: DecisionMethod; readonly note: string } {
  const text = textOption(input, 'how')
  const known = methods.find((method) => method.toLowerCase() === text?.toLowerCase().replace(/[\s-]/g, ''))
  if (known) return { how: known, note: '' }
  return { how: kind === 'verified' ? 'inPerson' : 'notChecked', note: text ?? '' }
}
