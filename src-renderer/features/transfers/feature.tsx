/** Pulls in the window: the sheet over any view, deep links to references, and what the command bar offers. */
import type { Feature } from '../../app/feature.ts'
import { askToPull, usePullRequest } from '../../app/pull-request.ts'
import { pullCommand, referenceCommands } from './commands.tsx'
import { PullSheet } from './pull-sheet.tsx'

function PullOverlay() {
  const request = usePullRequest()
  if (request === null) return null
  const { reference, architecture, remote } = request
  return <PullSheet key={`${reference} ${architecture ?? ''} ${remote ?? ''}`} request={request} />
}

export const feature: Feature = {
  name: 'transfers',
  commands: [pullCommand, referenceCommands],
  overlay: PullOverlay,
  openReference: (reference) => {
    askToPull({ reference, architecture: null, remote: null })
    return true
  },
}
