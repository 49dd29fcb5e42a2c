/** Pulls and pushes in the window: their sheets over any view, deep links to references, and what the command bar offers. */
import type { Feature } from '../../app/feature.ts'
import { askToPull, usePullRequest } from '../../app/pull-request.ts'
import { pullCommand, referenceCommands } from './commands.tsx'
import { PullSheet } from './pull-sheet.tsx'
import { PushSheet } from './push-sheet.tsx'
import { usePushRequest } from './push-store.ts'

function TransferOverlay() {
  const request = usePullRequest()
  const pushed = usePushRequest((state) => state.path)
  if (request === null) return pushed === null ? null : <PushSheet key={pushed} path={pushed} />
  const { reference, architecture, remote } = request
  return <PullSheet key={`${reference} ${architecture ?? ''} ${remote ?? ''}`} request={request} />
}

export const feature: Feature = {
  name: 'transfers',
  commands: [pullCommand, referenceCommands],
  overlay: TransferOverlay,
  openReference: (reference) => {
    askToPull({ reference, architecture: null, remote: null })
    return true
  },
}
