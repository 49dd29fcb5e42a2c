/**
 * The connection doctor's place in the address, so that it can be opened from any view and any error. Its
 * sheet belongs to the feature `remotes`.
 */
import { useMemo } from 'react'
import type { DiagnosisTarget } from '../../src-shared/model/diagnosis.ts'
import { readAddress } from './address.ts'
import { addQuery, useRouter } from './router.ts'

const names = { kind: 'test', name: 'test-of' } as const
const kinds: readonly DiagnosisTarget['kind'][] = ['remote', 'registry', 'keyserver', 'host']

/** Opens the test of a connection over the view where one is. */
export function askDoctor({ kind, name }: DiagnosisTarget): void {
  addQuery({ [names.kind]: kind, [names.name]: name })
}

/** What is to be tested; null while nothing is. */
export function useDoctorRequest(): DiagnosisTarget | null {
  const text = useRouter((state) => state.text)
  return useMemo(() => {
    const { query } = readAddress(text)
    const kind = kinds.find((known) => known === query.get(names.kind))
    const name = query.get(names.name)
    return kind === undefined || name === null || name === '' ? null : { kind, name }
  }, [text])
}

/** Closes the test; the view below stays. */
export function closeDoctor(): void {
  addQuery({ [names.kind]: null, [names.name]: null })
}
