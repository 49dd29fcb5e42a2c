/** What other programs have on this computer that could be taken over, and how. Looks; takes nothing by itself. */
import { useMemo } from 'react'
import type { Client } from '../../../src-shared/contract/client.ts'
import type { Result } from '../../../src-shared/model/result.ts'
import { firstRunText as text } from '../../../src-shared/text/first-run.ts'
import { useCall } from '../../app/use-call.ts'

export interface Found {
  readonly id: string
  readonly title: string
  readonly note: string
  readonly path: string
  readonly take: (client: Client) => Promise<Result<unknown>>
}

/** Null until it is known. What cannot be read is left out: it is told where one goes to take it over. */
export function useFound(): readonly Found[] | null {
  const files = useCall('remotes.elsewhere', {})
  const rings = useCall('keyring.rings', {})
  return useMemo(() => {
    if (files.isLoading || rings.isLoading) return null
    const remotes = (files.value ?? []).flatMap(({ path, remotes: listed }): readonly Found[] => {
      const names = listed.filter(({ state }) => state === 'new').map(({ name }) => name)
      if (names.length === 0) return []
      const take: Found['take'] = (client) => client.call('remotes.takeOver', { path, names, withTokens: false })
      return [{ id: `remotes ${path}`, title: text.remotesOf(names.length), note: text.remotesNote, path, take }]
    })
    // Secret keys are taken over one by one, with their passphrase, and never from here.
    const keys = (rings.value ?? [])
      .filter(({ holds }) => holds === 'public')
      .map(({ program, path }): Found => {
        const take: Found['take'] = (client) => client.call('keyring.import', { material: { kind: 'ring', path } })
        return { id: `keys ${path}`, title: text.keysOf[program], note: text.keysNote, path, take }
      })
    return [...remotes, ...keys]
  }, [files.isLoading, files.value, rings.isLoading, rings.value])
}
