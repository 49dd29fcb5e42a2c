/** The backup of a secret key: what it holds, in plain words, and the button that hands it over. */
import { useState } from 'react'
import type { Key } from '../../../src-shared/model/key.ts'
import { ownKeysText } from '../../../src-shared/text/keyring-own.ts'
import { useClient, useConnection } from '../../app/connection.ts'
import { Button } from '../../components/button.tsx'

export function Backup({ keyHere }: { readonly keyHere: Key }) {
  const client = useClient()
  const isBrowser = useConnection((state) => state.shell === null)
  const [said, setSaid] = useState<string | null>(null)
  const handOver = async (): Promise<void> => {
    const answer = await client.call('keyring.exportSecret', { fingerprint: keyHere.fingerprint })
    if (!answer.ok) return setSaid(answer.error.message)
    if (isBrowser) {
      const url = URL.createObjectURL(new Blob([answer.value.armored], { type: 'application/pgp-keys' }))
      const link = document.createElement('a')
      link.href = url
      link.download = `secret-key-${keyHere.fingerprint}.asc`
      link.click()
      URL.revokeObjectURL(url)
      setSaid(ownKeysText.backupSaved)
    } else {
      await navigator.clipboard.writeText(answer.value.armored)
      setSaid(ownKeysText.backupCopied)
    }
  }
  return (
    <>
      <p className="own-note">{ownKeysText.backUpText}</p>
      <div className="line">
        <Button onPress={() => void handOver()}>{isBrowser ? ownKeysText.saveBackup : ownKeysText.copyBackup}</Button>
        <span role="status" className="quiet">
          {said}
        </span>
      </div>
    </>
  )
}
