/** What proves to a registry who asks. Never logged, never in an error, never in the database. */

export type Credentials =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  /** A long-lived token that buys short-lived ones. */
  | { readonly kind: 'identityToken'; readonly token: string }
  /** A token that the registry itself takes. */
  | { readonly kind: 'registryToken'; readonly token: string }

/** The value of an `Authorization` header for a name and a password. Source: RFC 7617, with UTF-8. */
export function basicAuthorization(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`
}
