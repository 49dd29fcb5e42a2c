/** What can be done with a build, the same for its row in the history and for its page. */
import type { Client } from '../../../src-shared/contract/client.ts'
import type { BuildRecord } from '../../../src-shared/model/build.ts'
import { buildHistoryText as text } from '../../../src-shared/text/build-history.ts'
import { addressOf } from '../../app/address.ts'
import { navigate } from '../../app/router.ts'
import { saveText } from '../../app/save-text.ts'
import { errorDetail } from '../../components/error-state.tsx'
import type { MenuEntry } from '../../components/menu.tsx'
import { openBuildSheet } from './build-sheets.ts'
import { draftOf } from './open-draft.ts'
import { resultAddress } from './result-address.ts'
import { readLog } from './run/copy-log.ts'

async function openDraft(client: Client, id: string): Promise<void> {
  const build = await client.call('build.get', { id })
  const draft = build.ok ? await draftOf(client, build.value) : build
  if (draft.ok) navigate(addressOf.draft(draft.value))
  else openBuildSheet({ kind: 'problem', error: draft.error })
}

async function saveLog(client: Client, { id, name, logLines }: BuildRecord): Promise<void> {
  const read = await readLog(client, id, { first: 1, last: logLines })
  if (!read.ok) return openBuildSheet({ kind: 'problem', error: read.error })
  const file = { name: `${name}.log`, text: read.value, mediaType: 'text/plain', title: text.saveLog, isPrivate: false }
  const outcome = await saveText(file)
  if (outcome.kind === 'failed') openBuildSheet({ kind: 'problem', error: outcome.error })
}

export function buildMenu(client: Client, build: BuildRecord): readonly MenuEntry[] {
  const isOver = build.state !== 'running' && build.state !== 'detached'
  const made = resultAddress(build)
  const { error } = build
  return [
    {
      kind: 'action',
      id: 'draft',
      label: text.editAgain,
      icon: 'refresh',
      onAction: () => void openDraft(client, build.id),
    },
    {
      kind: 'action',
      id: 'compare',
      label: text.compare,
      icon: 'compare',
      onAction: () => openBuildSheet({ kind: 'compare', build }),
    },
    ...(made === null
      ? []
      : ([
          {
            kind: 'action',
            id: 'image',
            label: made.isHere ? text.showImage : text.showInLibrary,
            icon: made.isHere ? 'images' : 'library',
            onAction: () => navigate(made.address),
          },
        ] as const)),
    {
      kind: 'action',
      id: 'log',
      label: text.saveLogAs,
      icon: 'file-text',
      isDisabled: build.logLines === 0,
      onAction: () => void saveLog(client, build),
    },
    ...(error === null
      ? []
      : ([
          {
            kind: 'action',
            id: 'reason',
            label: text.copyReason,
            icon: 'copy',
            onAction: () => void navigator.clipboard.writeText(errorDetail(error)),
          },
        ] as const)),
    { kind: 'separator', id: 'end' },
    {
      kind: 'action',
      id: 'forget',
      label: text.forget,
      icon: 'trash',
      isDangerous: true,
      isDisabled: !isOver,
      onAction: () => openBuildSheet({ kind: 'forget', build }),
    },
  ]
}
