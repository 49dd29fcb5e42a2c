/** Sentences about remotes: accounts, services, and the test of a remote. */
import {
  type Remote,
  type RemoteElsewhere,
  type RemotesFile,
  type ServiceStatus,
  tokenStanding,
} from '../model/remote.ts'
import { assertNever } from '../model/result.ts'
import { formatDate, formatNoun } from './format.ts'

const standings: Readonly<Record<RemoteElsewhere['state'], string>> = {
  new: 'is not here yet',
  here: 'is here',
  otherAddress: 'another remote of that name is here',
  unusable: 'has no address that can be reached',
}

export const remotesText = {
  elsewhere: standings,
  elsewhereTitle: 'From the command lines',
  elsewhereText:
    'Remotes that singularity and apptainer know on this computer. Nothing is changed there unless you say so.',
  otherProgram: 'Command line',
  fileSummary: ({ remotes, isKeptInStep }: RemotesFile) => {
    const fresh = remotes.filter(({ state }) => state === 'new').length
    const what =
      fresh === 0 ? `${formatNoun(remotes.length, 'remote')}, all here` : `${formatNoun(fresh, 'remote')} not here yet`
    return isKeptInStep ? `${what} · kept in step` : what
  },
  takeOver: 'Take over…',
  takeOverTitle: (program: RemotesFile['program']) => `Remotes of ${program ?? 'the command line'}`,
  takeOverAction: (count: number) => (count === 0 ? 'Save' : `Take ${formatNoun(count, 'remote')} over`),
  takenOver: (count: number) => `${formatNoun(count, 'remote')} taken over`,
  elsewhereNote: ({ uri, state, hasToken, system }: Pick<RemoteElsewhere, 'uri' | 'state' | 'hasToken' | 'system'>) =>
    [
      uri,
      hasToken ? 'with a token' : null,
      system ? 'set up by the administrator' : null,
      state === 'new' ? null : standings[state],
    ]
      .filter((part) => part !== null)
      .join(' · '),
  withTokens: 'With their tokens',
  withTokensNote:
    'They stand there in clear text. Here they are kept with your other secrets, and never come back out.',
  keepInStep: 'Keep the file in step',
  keepInStepNote: (program: RemotesFile['program']) =>
    `What you add, sign in to or remove here is written there too, so that ${program ?? 'the command line'} knows it. Tokens stand there in clear text.`,
  accounts: 'Accounts',
  remotes: 'Remotes',
  explain:
    'A remote is a server with a library of images, keys and more. Short names like “alpine” mean the one in use.',
  add: 'Add…',
  inUse: 'in use',
  use: 'Use this one',
  test: 'Test',
  testAgain: 'Test again',
  testing: 'Testing',
  testOf: (name: string) => `Test of ${name}`,
  signIn: 'Sign in…',
  openAccounts: 'Open Accounts',
  renew: 'Renew the token…',
  signOut: 'Sign out',
  remove: 'Remove…',
  moreActions: 'More actions',
  insecure: 'without encryption',
  servicesOf: (name: string) => `Services of ${name}`,
  servicesUnknown: 'It is asked for its services when it is first used.',
  listFailed: 'The remotes could not be read',
  empty: 'No remote is set up',
  emptyText: 'Add the server that your images come from.',
  tokensKept: {
    keychain: 'Tokens and passwords are kept in the keychain of this computer and never come back out.',
    files:
      'No keychain is used here: tokens and passwords are kept in files that only you can read, and that whoever gets into your account can read too.',
  },

  addTitle: 'Add a remote',
  name: 'Name',
  nameHelp: 'As you want to call it.',
  uri: 'Address',
  uriHelp: 'Like cloud.sylabs.io or https://containers.example.org. It is asked for its services now.',
  token: 'Access token',
  tokenOptional: 'Access token, if you have one',
  tokenHelp: 'Made on the website of the remote, under Access tokens. It is checked at once.',
  tokenPage: 'Tokens are made here',
  openTokenPage: 'Open the token page…',
  openTokenPageIn: (host: string) => `Open a page of ${host} in your browser?`,
  copyTokenPage: 'Copy the address of the token page',
  allowPlain: 'Allow a connection without encryption',
  allowPlainNote:
    'Only for a server on this computer or in a network you trust: others can read and change what is sent.',
  addAction: 'Add',
  signInTitle: (name: string) => `Sign in to ${name}`,
  signInAction: 'Sign in',
  removeTitle: (name: string) => `Remove ${name}?`,
  removeText: 'Its address and token are forgotten. Images and keys that came from it stay.',
  removeAction: 'Remove the remote',

  services: { library: 'Library', keyserver: 'Keyserver', builder: 'Builder', token: 'Token service' } satisfies Record<
    ServiceStatus['service'],
    string
  >,
  allWork: 'Everything it offers works.',
  someFail: (count: number) => `${formatNoun(count, 'service')} did not answer as it should. The rest works.`,
  statusRemote: (name: string) => `Remote in use: ${name}`,
  statusToken: (name: string) => `${name}: sign in again`,
  noRemote: 'no remote',
} as const

/** Whether the user is signed in, and how far the token carries. */
export function accountState(remote: Remote, now: Date): { readonly text: string; readonly isWarning: boolean } {
  const who = remote.account === null ? 'signed in' : `signed in as ${remote.account}`
  const end = remote.tokenEndsAt === null ? null : formatDate(remote.tokenEndsAt)
  const standing = tokenStanding(remote, now)
  switch (standing) {
    case 'none':
      return { text: 'not signed in, can read what is public', isWarning: false }
    case 'good':
      return { text: end === null ? who : `${who}, token ends on ${end}`, isWarning: false }
    case 'endsSoon':
      return { text: `${who}, token ends soon: on ${end ?? ''}`, isWarning: true }
    case 'ended':
      return { text: `the token ended on ${end ?? ''}`, isWarning: true }
    case 'refused':
      return {
        text: `the token is no longer accepted since ${formatDate(remote.tokenRefusedAt ?? '')}`,
        isWarning: true,
      }
    default:
      return assertNever(standing)
  }
}

/** What to say above what a remote gives while its token carries nothing; null while all is well. */
export function tokenProblem(remote: Remote, now: Date): { readonly title: string; readonly text: string } | null {
  const standing = tokenStanding(remote, now)
  if (standing !== 'ended' && standing !== 'refused') return null
  return {
    title:
      standing === 'ended'
        ? `Your access token for ${remote.name} ended on ${formatDate(remote.tokenEndsAt ?? '')}.`
        : `${remote.name} no longer accepts your access token.`,
    text: 'What is public can still be found and pulled. What is private, pushing and publishing need a new token.',
  }
}

/** One line of a test: what was asked and how it answered. */
export function statusLine({ service, state, version, detail }: ServiceStatus): {
  readonly title: string
  readonly note: string
} {
  const name = remotesText.services[service]
  switch (state) {
    case 'ok':
      return { title: `${name} answers`, note: version === null ? '' : `version ${version.replace(/^v/, '')}` }
    case 'refused':
      return { title: `${name} refuses`, note: detail ?? '' }
    case 'unreachable':
      return { title: `${name} does not answer`, note: detail ?? '' }
  }
}
