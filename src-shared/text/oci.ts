/** Sentences about registries: accounts, images in them, and Docker Hub. */
import type { HubRepository, OciKind, OciPullLimit, OciRegistry } from '../model/oci.ts'
import { formatDuration, formatNoun } from './format.ts'

export const ociText = {
  registries: 'Registries',
  explain: 'Servers of OCI images, like Docker Hub or ghcr.io. What is public needs no login.',
  add: 'Add a registry…',
  none: 'No registry is set up, and no other program here has a login for one.',
  loggedInAs: (name: string) => `signed in as ${name}`,
  notLoggedIn: 'not signed in',
  insecure: 'without encryption',
  ownAuthority: 'with a certificate authority of its own',
  mirror: (host: string) => `read through ${host}`,
  kept: (path: string) => `login kept in ${path}`,
  someLogin: 'a login of another program is used',
  logIn: 'Sign in…',
  changeLogin: 'Sign in again…',
  logOut: 'Sign out',
  remove: 'Remove…',
  moreActions: 'More actions',
  listFailed: 'The registries could not be read',
  passwordsKept:
    'Passwords are kept by the engine and never come back out of it. Files of other programs are only read.',
  testing: 'Testing',
  test: 'Test',
  works: 'It answers, and the login is accepted.',

  addTitle: 'Add a registry',
  loginTitle: (host: string) => `Sign in to ${host}`,
  host: 'Host',
  hostHelp: 'Like ghcr.io or registry.example.org:5000. For Docker Hub, docker.io.',
  username: 'User name',
  password: 'Password or access token',
  passwordHelp: 'Many registries want an access token made on their website. It is tried at once.',
  allowPlain: 'Allow a connection without encryption',
  allowPlainNote:
    'Only for a server in a network you trust: others can read and change what is sent, your password too.',
  authority: 'Certificate authority',
  authorityHelp: 'The PEM text of the authority that proves the registry, where it is not one of the usual ones.',
  loginAction: 'Sign in',
  addAction: 'Add',
  cancel: 'Cancel',
  removeTitle: (host: string) => `Remove ${host}?`,
  removeText: 'Its login and settings here are forgotten. Images that came from it stay.',
  removeAction: 'Remove the registry',

  loggedIn: (host: string) => `Logged in to ${host}.`,
  unchecked: (host: string) => `${host} asks nobody who they are, so the login could not be tried. It is kept.`,
  loggedOut: (host: string) => `Logged out of ${host}.`,
  removed: (host: string) => `Removed ${host}.`,
  notThere: (host: string) => `${host} was not set up here.`,
  reads: (path: string, hosts: readonly string[]) =>
    hosts.length === 0 ? `${path} has no logins at present.` : `${path} is read from now on: ${hosts.join(', ')}`,
  readsNoMore: (path: string) => `${path} is read no more.`,
  wasNotRead: (path: string) => `${path} was not among the files that are read.`,
  others: (count: number) => `and ${formatNoun(count, 'tag')} of signatures and the like`,
  beside: 'beside it:   ',
  besideNote: 'Signatures and the like are only listed; none of them was checked.',
  incomplete: 'The registry has more than are listed here.',

  kinds: {
    image: 'container image, converted when it is pulled',
    sif: 'SIF image',
    ociSif: 'OCI-SIF image',
    artifact: 'neither a container image nor a SIF image',
  } satisfies Record<OciKind, string>,
  badges: {
    official: 'official',
    verifiedPublisher: 'verified publisher',
    openSource: 'sponsored open source',
  } satisfies Record<NonNullable<HubRepository['badge']>, string>,
  hub: 'Docker Hub',
  searchField: (name: string) => `Search ${name}`,
  searchPlaceholder: 'Name of an image',
  repository: 'Repository',
  repositoriesOf: (name: string) => `Repositories of ${name}`,
  imagesOf: (name: string) => `Images on ${name}`,
  tagsOf: (name: string) => `Tags of ${name}`,
  tag: 'Tag',
  action: 'Action',
  stars: 'Stars',
  pulls: 'Pulls',
  for: 'For',
  show: 'Tags…',
  showTagsOf: (name: string) => `Tags of ${name}`,
  pull: 'Pull…',
  pullOf: (name: string) => `Pull ${name}`,
  hubLanding: 'Find an image on Docker Hub',
  hubLandingText: 'What you type is sent to hub.docker.com. Badges are the words of the Hub; they prove nothing.',
  noCatalog: (host: string) => `${host} does not tell what it has`,
  noCatalogText: 'Type the whole name of a repository, like team/tool, and its tags are shown.',
  showTagsOfTyped: (name: string) => `Show the tags of ${name}`,
  noRepositories: (host: string) => `${host} has no images yet`,
  noRepositoriesText: 'Push one to it, or choose another source.',
  nothingFound: (words: string) => `Nothing found for “${words}”`,
  nothingFoundText: 'Shorter is wider.',
  noTagsYet: 'It has no tags of images.',
  failed: (name: string) => `${name} could not be asked`,
  tagCount: (count: number) => formatNoun(count, 'tag'),
  count: (count: number) => formatNoun(count, 'repository', 'repositories'),
} as const

/** How many pulls are left, as the registry says. */
export function pullLimitText({ limit, remaining, windowSeconds }: OciPullLimit): string {
  const of = limit === null ? '' : ` of ${limit}`
  const window = windowSeconds === null ? '' : ` in ${formatDuration(windowSeconds)}`
  return `${formatNoun(remaining, 'pull')} left${of}${window}`
}

/** What is worth knowing of a registry, beside its name. */
export function registryNotes(registry: OciRegistry): readonly string[] {
  const { username, file, insecure, hasOwnAuthority, mirror } = registry
  const login =
    username === null ? (file === null ? ociText.notLoggedIn : ociText.someLogin) : ociText.loggedInAs(username)
  return [
    login,
    ...(file === null ? [] : [ociText.kept(file)]),
    ...(insecure ? [ociText.insecure] : []),
    ...(hasOwnAuthority ? [ociText.ownAuthority] : []),
    ...(mirror === null ? [] : [ociText.mirror(mirror)]),
  ]
}
