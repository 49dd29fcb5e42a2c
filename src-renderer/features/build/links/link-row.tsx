/** One linked definition: from where, to where, the newest commit and the built one, what can be done. */
import { useState } from 'react'
import type { BuildUpload } from '../../../../src-shared/model/build.ts'
import type { BuildLink } from '../../../../src-shared/model/build-link.ts'
import type { AppError } from '../../../../src-shared/model/error.ts'
import { buildLinksText as text } from '../../../../src-shared/text/build-links.ts'
import { formatDateTime } from '../../../../src-shared/text/format.ts'
import { addressOf } from '../../../app/address.ts'
import { useClient } from '../../../app/connection.ts'
import { navigate } from '../../../app/router.ts'
import { Button } from '../../../components/button.tsx'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { FactList } from '../../../components/fact-list.tsx'
import { Icon } from '../../../components/icon.tsx'
import { type MenuEntry, MoreMenu } from '../../../components/menu.tsx'
import { ReferenceText } from '../../../components/reference-text.tsx'
import { UploadSheet } from '../definition/upload-sheet.tsx'
import { whenText } from '../history/history-rows.ts'
import { useHistory } from '../history/history-store.ts'

export interface LinkRowProps {
  readonly link: BuildLink
  readonly onChange: () => void
  readonly onRemove: () => void
}

function State({ link }: { readonly link: BuildLink }) {
  if (link.error !== null) return <span className="quiet">{text.checkFailed}</span>
  if (link.seen === null) return <span className="quiet">{text.notChecked}</span>
  return link.isBehind ? (
    <span className="review-pill link-behind">{text.behind}</span>
  ) : (
    <span className="line quiet">
      <Icon name="check" />
      {text.upToDate}
    </span>
  )
}

/** The last two builds of a link that came to an end, the younger one first. */
function useBuildsOf(id: string) {
  const builds = useHistory((state) => state.builds) ?? []
  return builds.filter(({ commit, state }) => commit?.linkId === id && state === 'done').slice(0, 2)
}

export function LinkRow({ link, onChange, onRemove }: LinkRowProps) {
  const client = useClient()
  const [busy, setBusy] = useState<'check' | 'build' | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  const [asking, setAsking] = useState<BuildUpload | null>(null)
  const { id, definitionPath, repository, branch, target, seen, built, lastCheckedAt } = link
  const name = definitionPath.split('/').at(-1) ?? definitionPath
  const [last, before] = useBuildsOf(id)

  const check = async (): Promise<void> => {
    setBusy('check')
    const answer = await client.call('build.checkLink', { id })
    setBusy(null)
    // What git said stands in the link itself.
    setError(answer.ok ? null : answer.error)
  }
  const build = async (): Promise<void> => {
    setBusy('build')
    const weighed = await client.call('build.weighLink', { id })
    setBusy(null)
    if (!weighed.ok) return setError(weighed.error)
    const { upload } = weighed.value
    // Files leave this computer only once somebody saw their names.
    if (upload !== null && upload.fileCount > 0) setAsking(upload)
    else await start(upload)
  }
  const start = async (upload: BuildUpload | null): Promise<void> => {
    setAsking(null)
    setBusy('build')
    const acceptUpload =
      upload === null ? {} : { acceptUpload: { sizeBytes: upload.sizeBytes, fileCount: upload.fileCount } }
    const started = await client.call('build.buildLink', { id, ...acceptUpload })
    setBusy(null)
    if (started.ok) navigate(addressOf.build(started.value.buildId))
    else setError(started.error)
  }
  const menu: readonly MenuEntry[] = [
    ...(built === null
      ? []
      : [
          {
            kind: 'action' as const,
            id: 'last',
            label: text.openLast,
            icon: 'builds' as const,
            onAction: () => navigate(addressOf.build(built.buildId)),
          },
        ]),
    ...(last === undefined || before === undefined
      ? []
      : [
          {
            kind: 'action' as const,
            id: 'compare',
            label: text.compareLast,
            icon: 'compare' as const,
            onAction: () => navigate(addressOf.compareBuilds(before.id, last.id)),
          },
        ]),
    { kind: 'action', id: 'change', label: text.change, icon: 'settings', onAction: onChange },
    { kind: 'action', id: 'remove', label: text.remove, icon: 'trash', isDangerous: true, onAction: onRemove },
  ]
  return (
    <li className="link-row">
      <Icon name="braces" />
      <div className="stack link-about">
        <div className="line">
          <h2 className="cut" title={definitionPath}>
            {definitionPath}
          </h2>
          <State link={link} />
        </div>
        <div className="quiet cut" title={repository}>
          {text.from(repository, branch === '' ? text.ownBranch : branch)} · {text.builtBy(link.builderId)}
        </div>
        {target !== '' && <ReferenceText reference={target} />}
        <div className="link-commits">
          <FactList
            isNarrow
            facts={[
              ...(seen === null
                ? []
                : [
                    {
                      name: text.newest,
                      value: (
                        <span title={`${seen.revision}, ${formatDateTime(seen.at)}`}>
                          {text.commit(seen.revision, seen.subject)}
                        </span>
                      ),
                    },
                  ]),
              {
                name: text.built,
                value:
                  built === null ? (
                    <span className="quiet">{text.notBuilt}</span>
                  ) : (
                    <span title={built.revision}>{text.commit(built.revision, built.subject)}</span>
                  ),
              },
            ]}
          />
        </div>
      </div>
      <div className="link-actions">
        <div className="line">
          <Button
            label={text.checkOf(name)}
            icon="refresh"
            isPending={busy === 'check'}
            isDisabled={busy !== null}
            onPress={() => void check()}
          >
            {text.checkNow}
          </Button>
          <Button
            label={text.buildOf(name)}
            icon="builds"
            isPending={busy === 'build'}
            isDisabled={busy !== null || seen === null}
            onPress={() => void build()}
          >
            {text.build}
          </Button>
          <MoreMenu label={text.moreOf(name)} entries={menu} />
        </div>
        <span className="quiet small" role="status">
          {[
            ...(lastCheckedAt === null ? [] : [text.checked(whenText(lastCheckedAt, new Date()))]),
            text.schedule(link.schedule),
          ].join(' · ')}
        </span>
      </div>
      {asking !== null && (
        <UploadSheet
          remote={link.builderId.replace(/^remote:/, '')}
          upload={asking}
          onClose={() => setAsking(null)}
          onAgree={() => void start(asking)}
        />
      )}
      {(error ?? link.error) !== null && (
        <div className="link-error">
          <ErrorNotice error={error ?? link.error} />
        </div>
      )}
    </li>
  )
}
