/**
 * Where the window is. The address lives in the page's location, so back and forward are the
 * browser's own; this module only reads it, changes it and tells who listens.
 */
import { useMemo } from 'react'
import { create } from 'zustand'
import { type Address, type Route, readAddress, readRoute, writeAddress } from './address.ts'

interface RouterState {
  /** Text of the address, without `#`. */
  readonly text: string
}

export const useRouter = create<RouterState>(() => ({ text: globalThis.location?.hash.slice(1) ?? '' }))

/** Starts to follow the page's address. Call once, at start-up. */
export function followLocation(): () => void {
  const follow = (): void => useRouter.setState({ text: location.hash.slice(1) })
  window.addEventListener('hashchange', follow)
  window.addEventListener('popstate', follow)
  follow()
  return () => {
    window.removeEventListener('hashchange', follow)
    window.removeEventListener('popstate', follow)
  }
}

/**
 * Goes to an address made by `addressOf`.
 * @param replace changes the address in place, for filters and the like that *back* should not walk through
 */
export function navigate(address: string, { replace = false }: { readonly replace?: boolean } = {}): void {
  if (address === useRouter.getState().text) return
  if (replace) history.replaceState(null, '', `#${address}`)
  else history.pushState(null, '', `#${address}`)
  useRouter.setState({ text: address })
}

export function goBack(): void {
  history.back()
}

export function goForward(): void {
  history.forward()
}

/** The view that the address means. */
export function useRoute(): Route {
  const text = useRouter((state) => state.text)
  return useMemo(() => readRoute(text), [text])
}

/** One value in the query of the address, like a filter or a chosen row; null when it is not there. */
export function useQueryValue(name: string): [string | null, (value: string | null) => void] {
  const text = useRouter((state) => state.text)
  const value = readAddress(text).query.get(name)
  return [value, (next) => setQueryValue(name, next)]
}

/** Changes one value in the query of the address in place; null removes it. */
export function setQueryValue(name: string, value: string | null): void {
  const address: Address = readAddress(useRouter.getState().text)
  const query = new URLSearchParams(address.query)
  if (value === null || value === '') query.delete(name)
  else query.set(name, value)
  navigate(writeAddress({ path: address.path, query }), { replace: true })
}

/** Adds values to the query as a place of its own, so that *back* leaves it again: for sheets that have an address. */
export function addQuery(values: Readonly<Record<string, string | null>>): void {
  const { path, query } = readAddress(useRouter.getState().text)
  for (const [name, value] of Object.entries(values)) {
    if (value === null) query.delete(name)
    else query.set(name, value)
  }
  navigate(writeAddress({ path, query }))
}
