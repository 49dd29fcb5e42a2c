import type { OciFacts } from '../../../src-shared/model/oci.ts'
import type { ResolvedReference } from '../../../src-shared/model/reference.ts'
import { formatSize } from '../../../src-shared/text/format.ts'
import { ociText, pullLimitText } from '../../../src-shared/text/oci.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { type Command, flagOption, textOption } from '../command.ts'
import { runCall } from '../run-call.ts'

/** What a reference means. */
export const resolve: Command = {
  usage: 'resolve <reference>',
  about: 'what a reference means: defaults filled in, digest where it can be reached',
  options: {
    arch: { type: 'string', value: 'NAME', about: 'architecture, like amd64 or arm64' },
    remote: { type: 'string', value: 'NAME', about: 'remote to ask; the active one by default' },
    offline: { type: 'boolean', about: 'ask nobody' },
  },
  positionals: { min: 1, max: 1 },
  async run(input) {
    const architecture = textOption(input, 'arch')
    const remote = textOption(input, 'remote')
    const resolved = await runCall(
      await input.engine(),
      'library.resolve',
      {
        reference: input.positionals[0] ?? '',
        online: !flagOption(input, 'offline'),
        ...(architecture === undefined ? {} : { architecture }),
        ...(remote === undefined ? {} : { remote }),
      },
      input.signal,
    )
    input.output.document(resolved)
    for (const line of linesOf(resolved)) input.output.line(line)
    return 0
  },
}

function* linesOf(resolved: ResolvedReference): Generator<string> {
  const filledIn = resolved.parts.filter((part) => part.filledIn && part.role !== 'separator').map((part) => part.text)
  yield printable(resolved.reference)
  if (filledIn.length > 0) yield `  filled in:     ${printable(filledIn.join(', '))}`
  yield `  architecture:  ${resolved.architecture}`
  if (resolved.digest !== null) yield `  digest:        ${resolved.digest}`
  if (resolved.pinned !== null) yield `  pinned:        ${printable(resolved.pinned)}`
  if (resolved.sizeBytes !== null) yield `  size:          ${formatSize(resolved.sizeBytes)}`
  if (resolved.oci !== undefined) yield* registryLines(resolved.oci)
  for (const fingerprint of resolved.fingerprints) yield `  says it is signed by ${fingerprint}`
}

/** What a registry told of an image, for people. */
export function* registryLines(facts: OciFacts): Generator<string> {
  yield `  kind:          ${ociText.kinds[facts.kind]}`
  const platforms = facts.platforms.map(({ platform: { os, architecture, variant }, sizeBytes }) => {
    const name = `${os}/${architecture}${variant === null ? '' : `/${variant}`}`
    return sizeBytes === null ? name : `${name} (${formatSize(sizeBytes)})`
  })
  if (platforms.length > 0) yield `  platforms:     ${printable(platforms.join(', '))}`
  if (facts.pullLimit !== null) yield `  pulls:         ${pullLimitText(facts.pullLimit)}`
}
