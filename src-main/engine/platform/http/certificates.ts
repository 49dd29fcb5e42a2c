/**
 * Certificates that this computer trusts beside those that come with Node: company proxies and
 * institutes install theirs in the system. They are read only when a server could not prove itself
 * otherwise, because reading them takes a while.
 */
import { getCACertificates, setDefaultCACertificates } from 'node:tls'

let isDone = false
let hasMore = false

/** Whether this computer's own certificates are trusted by now; other threads have to be told. */
export function systemIsTrusted(): boolean {
  return hasMore
}

/** @returns whether more certificates are trusted now than before, so that asking again makes sense */
export function trustSystemCertificates(): boolean {
  if (isDone) return false
  isDone = true
  try {
    const known = getCACertificates('default')
    const all = [...new Set([...known, ...getCACertificates('system')])]
    if (all.length === known.length) return false
    setDefaultCACertificates(all)
    hasMore = true
    return true
  } catch {
    // An unreadable store is as good as none; the failure that led here is reported.
    return false
  }
}
