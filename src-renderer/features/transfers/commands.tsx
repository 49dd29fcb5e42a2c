/** What the command bar offers for a reference: what it means, pull it, pin it, show its tags. */
import type { ReactNode } from 'react'
import type { ResolvedReference } from '../../../src-shared/model/reference.ts'
import { parseReference, pullFileName } from '../../../src-shared/reference/index.ts'
import { formatSize } from '../../../src-shared/text/format.ts'
import { transfersText } from '../../../src-shared/text/transfers.ts'
import { addressOf } from '../../app/address.ts'
import type { Command, CommandProvider } from '../../app/commands.ts'
import { currentClient } from '../../app/connection.ts'
import { confirmBriefly } from '../../app/messages.ts'
import { askToPull } from '../../app/pull-request.ts'
import { navigate } from '../../app/router.ts'
import { ReferenceText } from '../../components/reference-text.tsx'
import { containerPath } from './pull-view.ts'

function Head({ resolved }: { readonly resolved: ResolvedReference }): ReactNode {
  const facts = [
    resolved.architecture,
    resolved.sizeBytes === null ? null : formatSize(resolved.sizeBytes),
    resolved.signed === null ? null : resolved.signed ? transfersText.signedWord : transfersText.unsignedWord,
  ].filter((fact) => fact !== null)
  return (
    <span className="line grow">
      <ReferenceText reference={resolved.reference} parts={resolved.parts} />
      <span className="grow" />
      {resolved.digest !== null && <span className="quiet small nowrap">{facts.join(' · ')}</span>}
    </span>
  )
}

async function copyPinned(pinned: string): Promise<void> {
  await navigator.clipboard.writeText(pinned)
  confirmBriefly(transfersText.pinnedCopied)
}

/** Offered at once, so that Enter after a paste does not wait for the source; the sheet tells the rest. */
export const pullCommand: CommandProvider = {
  id: 'pull',
  title: '',
  order: 10,
  find: (input) => {
    if (input.kind !== 'reference') return { commands: [] }
    const reference = input.text
    const parsed = parseReference(reference)
    const pull: Command = {
      id: 'pull',
      title: transfersText.commandPull,
      icon: 'pull',
      shortcut: 'Enter',
      note: parsed.ok ? transfersText.commandPullNote(pullFileName(parsed.value)) : parsed.error.message,
      run: () => askToPull({ reference, architecture: null, remote: null }),
    }
    return { commands: [pull] }
  },
}

/** What a reference means, and what else can be done with it, once its source has answered. */
export const referenceCommands: CommandProvider = {
  id: 'reference',
  title: '',
  order: 11,
  find: async (input, _limit, signal) => {
    if (input.kind !== 'reference') return { commands: [] }
    const result = await currentClient().call('library.resolve', { reference: input.text }, { signal })
    if (!result.ok) return { commands: [], head: <span className="quiet">{result.error.message}</span> }
    const resolved = result.value
    const { pinned, remote } = resolved
    const path = containerPath(resolved)
    const commands: Command[] = []
    if (pinned !== null) {
      commands.push({
        id: 'pin',
        title: transfersText.commandPin,
        icon: 'pin',
        note: transfersText.commandPinNote,
        run: () => void copyPinned(pinned),
      })
    }
    if (path !== null && remote !== null) {
      commands.push({
        id: 'tags',
        title: transfersText.showTags,
        icon: 'tag',
        note: path,
        run: () => navigate(addressOf.container(remote, path)),
      })
    }
    return { head: <Head resolved={resolved} />, commands }
  },
}
