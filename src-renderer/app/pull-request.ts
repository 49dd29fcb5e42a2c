/**
 * The pull sheet's place in the address, so that it can be opened from any view, linked to and left
 * with *back*. The sheet itself belongs to the feature `transfers`.
 */
import { useMemo } from 'react'
import { addressOf, readAddress, writeAddress } from './address.ts'
import { addQuery, navigate, useRouter } from './router.ts'

export interface PullRequest {
  /** As typed or known; may be empty. */
  readonly reference: string
  /** Null: this computer's. */
  readonly architecture: string | null
  /** Null: the remote in use. */
  readonly remote: string | null
}

const names = { reference: 'pull', architecture: 'pull-for', remote: 'pull-from' } as const

/** Opens the pull sheet over the view where one is. */
export function askToPull({ reference, architecture, remote }: PullRequest): void {
  addQuery({ [names.reference]: reference, [names.architecture]: architecture, [names.remote]: remote })
}

/** What the pull sheet is open for; null while it is closed. */
export function usePullRequest(): PullRequest | null {
  const text = useRouter((state) => state.text)
  return useMemo(() => {
    const { query } = readAddress(text)
    const reference = query.get(names.reference)
    if (reference === null) return null
    return { reference, architecture: query.get(names.architecture), remote: query.get(names.remote) }
  }, [text])
}

/** Closes the pull sheet; the view below stays. */
export function closePullRequest(): void {
  addQuery({ [names.reference]: null, [names.architecture]: null, [names.remote]: null })
}

/**
 * Turns the address of a pull (`/pull?reference=…`) into the sheet over the view where one was, or
 * over the library where one was nowhere yet. Call once, at start-up.
 */
export function followPullAddresses(): () => void {
  let place = addressOf.library()
  const follow = (text: string): void => {
    const asked = readAddress(text)
    if (asked.path !== '/pull') {
      place = text
      return
    }
    const { path, query } = readAddress(place)
    query.set(names.reference, asked.query.get('reference') ?? '')
    navigate(writeAddress({ path, query }), { replace: true })
  }
  follow(useRouter.getState().text)
  return useRouter.subscribe(({ text }) => follow(text))
}
