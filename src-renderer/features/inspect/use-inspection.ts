/** The inspection of a file for a component, followed as long as it is shown. */
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useClient } from '../../app/connection.ts'
import { createInspectionStore, type InspectionState, type InspectionStore } from './inspection-store.ts'

/** @param path does not change while the component lives; give it a key otherwise */
export function useInspection(path: string): InspectionState & { readonly store: InspectionStore } {
  const client = useClient()
  const [store] = useState(() => createInspectionStore(path))
  useEffect(() => store.connect(client), [store, client])
  return { ...useStore(store.state), store }
}
