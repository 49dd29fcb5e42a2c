/** Which tag and for which machine: chosen from what a container or a repository has. */
import type { OciFacts } from '../../../src-shared/model/oci.ts'
import type { ResolvedReference } from '../../../src-shared/model/reference.ts'
import { formatRelative } from '../../../src-shared/text/format.ts'
import { transfersText } from '../../../src-shared/text/transfers.ts'
import { useCall } from '../../app/use-call.ts'
import { Segmented } from '../../components/segmented.tsx'
import { Select } from '../../components/select.tsx'
import { containerPath, platformName, tagOf } from './pull-view.ts'

interface VariantProps {
  readonly resolved: ResolvedReference
  readonly here: string | null
  readonly onTag: (tag: string) => void
  readonly onArchitecture: (architecture: string) => void
}

/** Tag and architecture, chosen from what the source has. */
export function Variant(props: VariantProps) {
  return props.resolved.oci === undefined ? (
    <InLibrary {...props} />
  ) : (
    <InRegistry {...props} facts={props.resolved.oci} />
  )
}

/** Repositories may have thousands of tags; who wants another one types it. */
const mostTags = 200

function InRegistry({ resolved, facts, ...rest }: VariantProps & { readonly facts: OciFacts }) {
  const { registry, repository, platforms } = facts
  const { value } = useCall('oci.tags', { host: registry, repository })
  const machines = [...new Set(platforms.map(platformName))]
  const tag = tagOf(resolved)
  const known = (value?.tags ?? []).slice(0, mostTags)
  const shown = tag === null || known.includes(tag) ? known : [tag, ...known]
  const others = shown.map((name) => ({ value: name, label: name }))
  return <Choices resolved={resolved} tags={others} tag={tag} machines={machines} {...rest} />
}

function InLibrary({ resolved, ...rest }: VariantProps) {
  const path = containerPath(resolved)
  const tag = tagOf(resolved)
  const { value: page } = useCall(
    'library.container',
    path === null ? null : { path, ...(resolved.remote === null ? {} : { remote: resolved.remote }) },
  )
  const isThis = page?.container.path === path
  const tags = isThis ? page.tags : []
  const choices = [...new Map(tags.map((entry) => [entry.tag, entry])).values()]
  const machines = [...new Set(tags.filter((entry) => entry.tag === tag).map(({ architecture }) => architecture))]
  return (
    <Choices
      resolved={resolved}
      tag={tag}
      tags={choices.map((entry) => ({
        value: entry.tag,
        label: entry.tag,
        ...(entry.createdAt === null ? {} : { note: formatRelative(entry.createdAt) }),
      }))}
      machines={machines}
      {...rest}
    />
  )
}

interface ChoicesProps extends VariantProps {
  readonly tag: string | null
  readonly tags: readonly { readonly value: string; readonly label: string; readonly note?: string }[]
  readonly machines: readonly string[]
}

/** More than these do not fit beside each other. */
const mostSegments = 4

function Choices({ resolved, here, tag, tags, machines, onTag, onArchitecture }: ChoicesProps) {
  const note =
    here === null
      ? null
      : resolved.architecture.split('/')[0] === here
        ? transfersText.thisComputer(here)
        : transfersText.otherArchitecture(here)
  const shown = machines.includes(resolved.architecture) ? resolved.architecture : null
  return (
    <div className="pull-variant">
      {tag !== null && tags.length > 0 && (
        <Select label={transfersText.tag} choices={tags} value={tag} onChange={onTag} />
      )}
      {machines.length > mostSegments && shown !== null ? (
        <Select
          label={transfersText.architecture}
          choices={machines.map((machine) => ({ value: machine, label: machine }))}
          value={shown}
          onChange={onArchitecture}
        />
      ) : (
        <div>
          <div className="field-label">{transfersText.architecture}</div>
          <div className="line">
            {machines.length > 1 && shown !== null ? (
              <Segmented
                label={transfersText.architecture}
                segments={machines.map((machine) => ({ value: machine, label: machine }))}
                value={shown}
                onChange={onArchitecture}
              />
            ) : (
              <span>{resolved.architecture}</span>
            )}
            {note !== null && <span className="quiet small">{note}</span>}
          </div>
        </div>
      )}
    </div>
  )
}
