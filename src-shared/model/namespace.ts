/** Namespaces: the part of references that decisions, policies and remembered signers are about. Pure text. */

/** `library://acme/*`, `library://acme/` and `library://acme` are one namespace. */
export function plainNamespace(namespace: string): string {
  return namespace.trim().replace(/\*+$/, '').replace(/\/+$/, '')
}

/** Whether a reference lies in a namespace: `library://acme` holds `library://acme/x:1`, not `library://acme2/x`. */
export function isInNamespace(reference: string, namespace: string): boolean {
  const start = plainNamespace(namespace)
  const next = reference.charAt(start.length)
  return start !== '' && reference.startsWith(start) && (next === '' || next === '/' || next === ':' || next === '@')
}

/** What a reference is in, without the container itself: `library://acme/cfd/openfoam:1` is in `library://acme/cfd`. */
export function namespaceOf(reference: string): string | null {
  const match = /^([a-z][a-z0-9+.-]*:\/\/)(.+)$/.exec(reference)
  const [, scheme = '', rest = ''] = match ?? []
  const parts = rest.split('/').slice(0, -1)
  return parts.length === 0 || parts.some((part) => part === '') ? null : `${scheme}${parts.join('/')}`
}
