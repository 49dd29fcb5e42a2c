import { plainNamespace } from '../../../src-shared/model/namespace.ts'
import { changedActions, defaultPolicy, policyActions } from '../../../src-shared/model/policy.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import {
  admissionSentence,
  originText,
  outcomeWords,
  policiesText,
  policyLine,
} from '../../../src-shared/text/policies.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { type Command, flagOption, textOption } from '../command.ts'
import { choiceOption, fingerprintText, wholeNumber } from '../options.ts'
import { runCall } from '../run-call.ts'

/** What happens to arriving images, by where they come from. */
export const policies: Command = {
  usage: 'trust policies',
  about: 'what happens to a pull, by where it comes from',
  options: {},
  positionals: { min: 0, max: 0 },
  async run(input) {
    const list = await runCall(await input.engine(), 'trust.policies', {}, input.signal)
    input.output.document(list)
    for (const { policy, last } of list) {
      input.output.line(policyLine(policy))
      const applied =
        last === null
          ? policiesText.notYet
          : `${outcomeWords[last.admission.outcome]} ${printable(last.name)} ${last.at}`
      input.output.line(`  ${originText(policy)}; ${applied}`)
    }
    return 0
  },
}

/** Makes, changes or removes one policy. */
export const policy: Command = {
  usage: 'trust policy <namespace>|everything',
  about: 'make or change the policy for a namespace like library://acme/*, or for everything else',
  options: {
    signers: {
      type: 'string',
      value: 'FINGERPRINT,…',
      about: 'one of these has to have signed all of it; or anybody, or nobody',
    },
    changed: { type: 'string', value: 'ACTION', about: 'for changed images: refuse (default) or apart' },
    other: { type: 'string', value: 'ACTION', about: 'for unknown and other signers: keep, apart or refuse' },
    'not-signed': {
      type: 'string',
      value: 'ACTION',
      about: 'for what is not signed as a whole: keep, apart or refuse',
    },
    'signer-change': {
      type: 'string',
      value: 'ACTION',
      about: 'for another signer than until now, where anybody may sign',
    },
    remove: { type: 'boolean', about: 'remove it; what holds for everything else holds again' },
  },
  positionals: { min: 1, max: 1 },
  async run(input) {
    const command = 'trust policy'
    const namespace = readNamespace(input.positionals[0] ?? '')
    const engine = await input.engine()
    if (flagOption(input, 'remove')) {
      const result = await runCall(engine, 'trust.removePolicy', { namespace }, input.signal)
      input.output.document(result)
      input.output.line(result.removed ? policiesText.removed : policiesText.wasNone)
      return 0
    }
    const list = await runCall(engine, 'trust.policies', {}, input.signal)
    const same = (other: string | null): boolean =>
      namespace === null ? other === null : other !== null && plainNamespace(other) === plainNamespace(namespace)
    const before = list.find((one) => same(one.policy.namespace))?.policy
    const from = before ?? { ...defaultPolicy, other: 'apart' as const, notSigned: 'refuse' as const }
    const who = textOption(input, 'signers')
    const rules = {
      namespace,
      signers: who === undefined ? (from.signers === null ? null : [...from.signers]) : readSigners(who),
      changed: choiceOption(input, 'changed', changedActions, command) ?? from.changed,
      other: choiceOption(input, 'other', policyActions, command) ?? from.other,
      notSigned: choiceOption(input, 'not-signed', policyActions, command) ?? from.notSigned,
      signerChange: choiceOption(input, 'signer-change', policyActions, command) ?? from.signerChange,
    }
    const made = await runCall(engine, 'trust.setPolicy', rules, input.signal)
    input.output.document(made)
    input.output.line(policyLine(made))
    return 0
  },
}

/** What arrived, and what the policies did with it. */
export const arrivals: Command = {
  usage: 'trust arrivals',
  about: 'where policies applied, the newest first',
  options: { limit: { type: 'string', value: 'N', about: 'how many; 50 by default' } },
  positionals: { min: 0, max: 0 },
  async run(input) {
    const limit = wholeNumber(textOption(input, 'limit') ?? '50', '--limit', 1, 1000, 'trust arrivals')
    const found = await runCall(await input.engine(), 'trust.arrivals', { limit }, input.signal)
    input.output.document(found.arrivals)
    for (const { at, name, admission, after } of found.arrivals) {
      input.output.line(
        `${at}  ${outcomeWords[admission.outcome]}  ${printable(name)}${after === null ? '' : `  (${after})`}`,
      )
      input.output.line(`  ${admissionSentence(admission)}`)
    }
    return 0
  },
}

/** A bare `acme/*` is one of a library. @returns null for everything else */
function readNamespace(text: string): string | null {
  if (text === 'everything') return null
  const full = text.includes('://') ? text : `library://${text.replace(/^\/+/, '')}`
  if (/^[a-z][a-z0-9+.-]*:\/\/[^\s*?#]+(?:\/\*)?$/.test(full)) return full
  throw failure('USAGE', {
    problem: `${printable(text)} is no namespace; one is written like library://acme/*`,
    command: 'trust policy',
  })
}

/** Who has to sign; null for anybody, none for nobody. */
function readSigners(text: string): string[] | null {
  if (text === 'anybody') return null
  if (text === 'nobody') return []
  return text.split(',').map((part) => fingerprintText(part.trim(), 'trust policy'))
}
