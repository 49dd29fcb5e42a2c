/**
 * From what somebody asked for to what a build service is given, or why it cannot be built by one. Build arguments
 * are put in here, because the service ignores them. It opens no file. Source: services reference, 4.2 and 4.6.
 */

import type { BuildStartParams, BuildWeighParams } from '../../../../src-shared/contract/build.ts'
import { findTemplates } from '../../../../src-shared/definition/arguments.ts'
import { parseReference } from '../../../../src-shared/reference/index.ts'
import { AppFailure, failure } from '../../../../src-shared/text/errors/index.ts'
import type { Warn } from '../container/add-metadata.ts'
import { splitTyped } from '../conversion.ts'
import { readMeaning } from '../definition/read-definition.ts'

export interface Prepared {
  /** The definition as it is sent. */
  readonly text: string
  /** Whether values of arguments were put in. */
  readonly isFilled: boolean
  /** Sources of `%files` that are on this computer. */
  readonly sources: readonly string[]
  /** Where relative sources begin. */
  readonly folder: string
}

/** Bases that lie where the definition is. */
const localAgents: ReadonlySet<string> = new Set([
  'localimage',
  'oci',
  'oci-archive',
  'docker-archive',
  'docker-daemon',
])

/** @throws AppFailure BUILD_REMOTE_LOCAL_BASE, BUILD_DEFINITION and others of reading definitions and references */
export function prepareDefinition(
  question: Pick<BuildWeighParams, 'text' | 'folder' | 'arguments'> & { readonly name: string },
  warn: Warn,
): Prepared {
  const { text, folder, name, arguments: values } = question
  // The service is SingularityCE's.
  const meaning = readMeaning(text, { name, builder: 'singularity', sections: ['all'], arguments: values, warn })
  for (const { header } of meaning.stages) {
    const agent = header?.get('bootstrap')?.toLowerCase() ?? ''
    if (localAgents.has(agent)) throw failure('BUILD_REMOTE_LOCAL_BASE', { agent })
  }
  const isFilled = findTemplates(text).length > 0
  const sources = meaning.stages.flatMap(({ files }) =>
    files.flatMap(({ copyFrom, items }) =>
      copyFrom.kind === 'host' ? items.map(({ src }) => src).filter((source) => source !== '') : [],
    ),
  )
  return { text: isFilled ? meaning.embeddedText : text, isFilled, sources: [...new Set(sources)], folder }
}

/** @throws AppFailure BUILD_REMOTE_OPTION, and as {@link prepareDefinition} */
export function prepareBuild(params: BuildStartParams, warn: Warn): Prepared {
  const { from, sections, owners, like, format } = params
  const refused = [
    ...(sections.length === 1 && sections[0] === 'all' ? [] : ['--section']),
    ...(owners === undefined ? [] : ['--owners']),
    ...(like === 'singularity' ? [] : ['--like']),
    ...(format === 'sif' ? [] : ['--oci']),
  ]
  const [option] = refused
  if (option !== undefined) throw failure('BUILD_REMOTE_OPTION', { option })
  if (from.kind === 'definition') return prepareDefinition({ ...from, arguments: params.arguments }, warn)
  return { text: definitionOf(from.reference), isFilled: false, sources: [], folder: '/' }
}

/** The definition that stands for a base alone. */
function definitionOf(typed: string): string {
  const parsed = parseReference(typed)
  if (!parsed.ok) throw new AppFailure(parsed.error)
  const { transport } = parsed.value
  if (transport !== 'docker' && transport !== 'library' && transport !== 'oras' && transport !== 'shub') {
    const agent = transport === 'file' ? 'localimage' : transport
    throw failure(localAgents.has(agent) ? 'BUILD_REMOTE_LOCAL_BASE' : 'BUILD_SOURCE_UNSUPPORTED', { agent, transport })
  }
  return `bootstrap: ${transport}\nfrom: ${splitTyped(typed).rest}\n\n`
}
