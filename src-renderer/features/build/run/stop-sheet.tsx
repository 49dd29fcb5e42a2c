/** Asks before a build is stopped. */
import type { BuildDetail } from '../../../../src-shared/contract/build.ts'
import { ok } from '../../../../src-shared/model/result.ts'
import { buildRunText as text } from '../../../../src-shared/text/build-run.ts'
import { useClient } from '../../../app/connection.ts'
import { ActionSheet, useSheetRun } from '../../../components/action-sheet.tsx'

export function StopSheet({ build, onClose }: { readonly build: BuildDetail; readonly onClose: () => void }) {
  const client = useClient()
  const { jobId, builder } = build
  const { isBusy, error, start } = useSheetRun(
    async () => (jobId === null ? ok(null) : client.call('jobs.cancel', { id: jobId })),
    onClose,
  )
  return (
    <ActionSheet
      title={text.stopTitle}
      width="small"
      action={text.stop}
      variant="danger"
      isReady
      isBusy={isBusy}
      error={error}
      onAction={start}
      onClose={onClose}
    >
      <p>{builder.id.startsWith('remote:') ? text.stopRemoteText : text.stopText}</p>
    </ActionSheet>
  )
}
