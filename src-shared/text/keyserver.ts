/** Sentences about keyservers: their list, what each says of a key, and where they differ. */
import type { Disagreement, ServerAnswer } from '../model/keyserver.ts'
import { formatDate, formatNoun } from './format.ts'

/** A server's origin as people write it: without scheme where that is the usual one. */
export function serverName(origin: string): string {
  return origin.replace(/^https:\/\//, '').replace(/\/+$/, '')
}

const listed = (servers: readonly string[]): string => servers.map(serverName).join(', ')

/** One difference between servers, as a sentence. */
export function disagreementText(disagreement: Disagreement): string {
  switch (disagreement.kind) {
    case 'revoked':
      return `${listed(disagreement.yes)} ${disagreement.yes.length === 1 ? 'says' : 'say'} it is revoked; ${listed(disagreement.no)} ${disagreement.no.length === 1 ? 'does' : 'do'} not know that.`
    case 'missing':
      return `${listed(disagreement.missing)} ${disagreement.missing.length === 1 ? 'does' : 'do'} not have it.`
    case 'userIds':
      return `Only ${listed(disagreement.only)} ${disagreement.only.length === 1 ? 'has' : 'have'} the name “${disagreement.userId}”.`
    case 'ends':
      return `They give different ends: ${disagreement.ends.map(({ server, at }) => `${serverName(server)} ${at === null ? 'none' : formatDate(at)}`).join(', ')}.`
  }
}

/** What one server last said, as a sentence without its day. */
export function answerText({ server, outcome }: ServerAnswer): string {
  const name = serverName(server)
  switch (outcome.kind) {
    case 'has':
      return outcome.revoked ? `${name} says it is revoked` : `${name} has this key`
    case 'missing':
      return `${name} does not have this key`
    case 'failed':
      return `${name} did not answer`
  }
}

export const keyserverText = {
  title: 'Keyservers',
  about:
    'Asked for keys in this order, all of them, and only when you want it. Publishing goes to the first. What one of them knows of a revocation counts.',
  ofRemote: (remote: string | null) => (remote === null ? 'of the active remote' : `of the remote ${remote}`),
  remoteUnknown: 'not known yet: the remote is asked when it is needed',
  first: 'publishing goes here',
  skipped: 'not asked',
  plainHttp: 'not encrypted',
  add: 'Add keyserver…',
  addTitle: 'Add a keyserver',
  addText: 'It learns which keys you look for.',
  address: 'Address',
  addressExample: 'keys.example.org',
  allowPlain: 'Allow plain HTTP',
  allowPlainNote:
    'Everybody on the way sees what you look for and can withhold answers. Keys are checked all the same.',
  addAction: 'Add',
  actions: (server: string) => `What to do with ${server}`,
  up: 'Ask earlier',
  down: 'Ask later',
  remove: 'Remove',
  skip: 'Do not ask',
  ask: 'Ask again',
  loadFailed: 'The keyservers could not be read',

  saidTitle: 'What keyservers say',
  saidNever: 'None was asked about this key.',
  saidAt: (when: string) => `Asked ${when}`,
  disagree: 'The servers differ',
  askNow: 'Ask them now',
  askAgain: 'Ask again',

  refreshAll: 'Ask keyservers about all',
  refreshStarted: 'Asking the keyservers; see Activity',
  refreshDone: (asked: number, changed: number, revoked: number) =>
    `Asked about ${formatNoun(asked, 'key')}: ${changed} brought up to date, ${revoked} newly revoked`,
  didNotAnswer: (server: string) => `${serverName(server)} did not answer`,

  publish: 'Publish…',
  publishTitle: (name: string) => `Publish the key of ${name}`,
  publishText: (server: string) =>
    `Sends the public key, with its names and addresses, to ${serverName(server)}. Everybody can find it there, and most servers never delete anything.`,
  publishUnknown:
    'Sends the public key, with its names and addresses, to your first keyserver. Everybody can find it there.',
  publishUnderstood: 'I know that it cannot be taken back',
  publishAction: 'Publish',
  published: (server: string) => `Published on ${serverName(server)}`,
} as const
