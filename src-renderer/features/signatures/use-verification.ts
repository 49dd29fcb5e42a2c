/** The verification of a file for a component, followed as long as it is shown. */
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useClient } from '../../app/connection.ts'
import { createVerificationStore, type VerificationState, type VerificationStore } from './verification-store.ts'

/**
 * @param path does not change while the component lives; give it a key otherwise
 * @param startByItself checks the file when there is no verification that still holds
 */
export function useVerification(
  path: string,
  startByItself: boolean,
): VerificationState & { readonly store: VerificationStore } {
  const client = useClient()
  const [store] = useState(() => createVerificationStore(path))
  useEffect(() => store.connect(client, startByItself), [store, client, startByItself])
  return { ...useStore(store.state), store }
}
