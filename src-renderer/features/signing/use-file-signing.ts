/** A signing with a key from a file as its sheet follows it: one at a time, and given up when the sheet closes. */
import { useEffect, useRef, useState } from 'react'
import type { SignResult } from '../../../src-shared/contract/signatures.ts'
import type { AppError } from '../../../src-shared/model/error.ts'
import type { SignScope } from '../../../src-shared/model/sign.ts'
import { useClient } from '../../app/connection.ts'

export interface FileSignRequest {
  readonly path: string
  readonly scope: SignScope
  readonly keyFile: string
  /** Null where the file needs none. */
  readonly passphrase: string | null
}

export interface FileSigning {
  readonly isBusy: boolean
  readonly error: AppError | null
  readonly start: (request: FileSignRequest) => Promise<void>
  readonly stop: () => void
}

export function useFileSigning(onSigned: (result: SignResult) => void): FileSigning {
  const client = useClient()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const running = useRef<AbortController | null>(null)
  const stop = (): void => running.current?.abort()
  useEffect(() => () => running.current?.abort(), [])
  const start = async ({ path, scope, keyFile, passphrase }: FileSignRequest): Promise<void> => {
    const controller = new AbortController()
    running.current = controller
    setBusy(true)
    setError(null)
    const params = { path, scope, keyFile, ...(passphrase === null ? {} : { passphrase }) }
    const answer = await client.call('signatures.signWithFile', params, { signal: controller.signal })
    if (controller.signal.aborted) return
    setBusy(false)
    if (answer.ok) onSigned(answer.value)
    else setError(answer.error)
  }
  return { isBusy, error, start, stop }
}
