/**
 * Reads how many pulls a registry still allows from the headers of a manifest's answer. Docker Hub sends
 * them; no headers mean that no limit applies, or that none is told. Source: services reference 6.5.
 */
import type { OciPullLimit } from '../../../src-shared/model/oci.ts'
import type { HttpResponse } from '../platform/http/client.ts'

/** @returns null when the answer says nothing that can be read */
export function readPullLimit(response: Pick<HttpResponse, 'header'>): OciPullLimit | null {
  const remaining = counted(response.header('ratelimit-remaining'))
  if (remaining === null) return null
  const limit = counted(response.header('ratelimit-limit'))
  return {
    limit: limit?.count ?? null,
    remaining: remaining.count,
    windowSeconds: remaining.windowSeconds ?? limit?.windowSeconds ?? null,
  }
}

/** `76;w=21600`: a count and the seconds of its window. */
function counted(text: string | null): { readonly count: number; readonly windowSeconds: number | null } | null {
  const match = /^\s*(\d{1,12})\s*(?:;\s*w\s*=\s*(\d{1,9}))?/.exec(text ?? '')
  if (match?.[1] === undefined) return null
  return { count: Number(match[1]), windowSeconds: match[2] === undefined ? null : Number(match[2]) }
}
