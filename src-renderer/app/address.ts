/**
 * Addresses of the application: the part of the page's address after `#`. Every view, image, key and
 * job has one, so links, restart and tests land exactly there. Pure; the router holds the state.
 */

export type Route =
  | { readonly view: 'library'; readonly remote: string | null; readonly path: string | null }
  | { readonly view: 'images' }
  | { readonly view: 'image'; readonly path: string; readonly tab: string | null }
  | { readonly view: 'compare'; readonly a: string; readonly b: ComparedAddress }
  | { readonly view: 'keys' }
  | { readonly view: 'key'; readonly fingerprint: string }
  | { readonly view: 'builds'; readonly open: 'new' | 'links' }
  /** A definition that somebody works on, or a build with its log and result. */
  | { readonly view: 'builds'; readonly open: 'draft' | 'build'; readonly id: string }
  /** Two builds beside each other. */
  | { readonly view: 'builds'; readonly open: 'compare'; readonly a: string; readonly b: string }
  | { readonly view: 'activity'; readonly jobId: string | null }
  | { readonly view: 'settings'; readonly section: string | null }
  /** The question of the first start. */
  | { readonly view: 'welcome' }
  | { readonly view: 'unknown'; readonly address: string }

/** What an image is compared with: another file here, or what a reference means now. */
export type ComparedAddress =
  | { readonly kind: 'here'; readonly path: string }
  | {
      readonly kind: 'remote'
      readonly reference: string
      readonly remote: string | null
      readonly architecture: string | null
    }

export type RouteName = Route['view']
export type RouteOf<Name extends RouteName> = Extract<Route, { readonly view: Name }>

export interface Address {
  /** Starts with `/`. */
  readonly path: string
  readonly query: URLSearchParams
}

/** Splits an address like `/image?path=%2Fa.sif&tab=files`; a missing one is the start view. */
export function readAddress(text: string): Address {
  const [path = '', ...rest] = text.replace(/^#/, '').split('?')
  return { path: path.startsWith('/') ? path : `/${path}`, query: new URLSearchParams(rest.join('?')) }
}

/** Writes an address back as text; an empty query leaves no `?`. */
export function writeAddress({ path, query }: Address): string {
  const text = query.toString()
  return text === '' ? path : `${path}?${text}`
}

function decoded(piece: string): string {
  try {
    return decodeURIComponent(piece)
  } catch {
    // Not percent-encoded properly: take it as it was typed.
    return piece
  }
}

/** Says which view an address means. An address that means none keeps its text for the view that says so. */
export function readRoute(text: string): Route {
  const address = readAddress(text)
  const [first = '', ...rest] = address.path
    .slice(1)
    .split('/')
    .filter((piece) => piece !== '')
    .map(decoded)
  switch (first) {
    case '':
      return { view: 'images' }
    case 'library':
      return { view: 'library', remote: rest[0] ?? null, path: rest.length > 1 ? rest.slice(1).join('/') : null }
    // A link to a pull: its sheet stands over the library.
    case 'pull':
      return { view: 'library', remote: null, path: null }
    case 'images':
      return { view: 'images' }
    case 'image': {
      const path = address.query.get('path')
      if (path === null || path === '') break
      return { view: 'image', path, tab: address.query.get('tab') }
    }
    case 'compare': {
      const { query } = address
      const [a, path, reference] = [query.get('a'), query.get('b'), query.get('reference')]
      if (a === null || a === '') break
      if (path !== null && path !== '') return { view: 'compare', a, b: { kind: 'here', path } }
      if (reference === null || reference === '') break
      const b = { kind: 'remote', reference, remote: query.get('remote'), architecture: query.get('for') } as const
      return { view: 'compare', a, b }
    }
    case 'keys':
      return rest[0] === undefined ? { view: 'keys' } : { view: 'key', fingerprint: rest[0] }
    case 'builds':
      return readBuilds(rest[0], address.query)
    case 'activity':
      return { view: 'activity', jobId: rest[0] ?? null }
    case 'welcome':
      return { view: 'welcome' }
    case 'settings':
      return { view: 'settings', section: rest[0] ?? null }
  }
  return { view: 'unknown', address: writeAddress(address) }
}

function readBuilds(open: string | undefined, query: URLSearchParams): Route {
  const [id, a, b] = [query.get('id'), query.get('a'), query.get('b')]
  if (open === 'links') return { view: 'builds', open }
  if (open === 'compare' && a !== null && b !== null) return { view: 'builds', open, a, b }
  const isOne = (open === 'draft' || open === 'build') && id !== null && id !== ''
  return isOne ? { view: 'builds', open, id } : { view: 'builds', open: 'new' }
}

function withQuery(path: string, query: Readonly<Record<string, string | null | undefined>>): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== null && value !== undefined) parameters.set(name, value)
  return writeAddress({ path, query: parameters })
}

/** Writes the addresses of views; the only place where they are put together. */
export const addressOf = {
  images: (): string => '/images',
  /** What the last verification of many images found. */
  report: (): string => withQuery('/images', { report: 'verify' }),
  /** @param more further values of the tab, like the chosen object */
  image: (path: string, tab: string | null = null, more: Readonly<Record<string, string>> = {}): string =>
    withQuery('/image', { path, tab, ...more }),
  compare: (a: string, b: ComparedAddress): string =>
    b.kind === 'here'
      ? withQuery('/compare', { a, b: b.path })
      : withQuery('/compare', { a, reference: b.reference, remote: b.remote, for: b.architecture }),
  library: (): string => '/library',
  container: (remote: string, path: string): string =>
    `/library/${[remote, ...path.split('/')].map(encodeURIComponent).join('/')}`,
  /** What a registry has: its repositories, or the tags of one. */
  registry: (host: string, repository: string | null = null): string =>
    withQuery('/library', { registry: host, repository }),
  /** The sheet that pulls a reference. */
  pull: (reference: string | null = null): string => withQuery('/pull', { reference }),
  keys: (): string => '/keys',
  /** @param imagePath the image that led to the key */
  key: (fingerprint: string, imagePath: string | null = null): string =>
    withQuery(`/keys/${encodeURIComponent(fingerprint)}`, { image: imagePath }),
  /** Two signers of one namespace beside each other. */
  otherSigner: (fingerprint: string, namespace: string): string =>
    withQuery(`/keys/${encodeURIComponent(fingerprint)}`, { namespace }),
  /** Where a new build begins. */
  builds: (): string => '/builds',
  /** A definition that is being worked on. */
  draft: (id: string): string => withQuery('/builds/draft', { id }),
  /** A build: running, or of the history. */
  build: (id: string): string => withQuery('/builds/build', { id }),
  /** Definitions in git repositories. */
  buildLinks: (): string => '/builds/links',
  /** Two builds: what was built from, and what came of it. */
  compareBuilds: (a: string, b: string): string => withQuery('/builds/compare', { a, b }),
  activity: (jobId: string | null = null): string =>
    jobId === null ? '/activity' : `/activity/${encodeURIComponent(jobId)}`,
  welcome: (): string => '/welcome',
  settings: (section: string | null = null): string =>
    section === null ? '/settings' : `/settings/${encodeURIComponent(section)}`,
  /** The sheet that takes a new token for a remote. */
  signIn: (remote: string): string => withQuery('/settings/accounts', { 'sign-in': remote }),
} as const
