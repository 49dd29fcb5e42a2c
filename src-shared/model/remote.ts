import type { AppError } from './error.ts'

/** A named set of services: library, keyserver, builder, and the account on it. */
export interface Remote {
  readonly name: string
  /** Where the configuration document is asked, like `https://cloud.sylabs.io`. */
  readonly uri: string
  readonly insecure: boolean
  readonly active: boolean
  readonly hasToken: boolean
  /** When the token says that it ends; null for tokens that do not say. */
  readonly tokenEndsAt: string | null
  /** When a service of this remote last refused the token; null while none has. */
  readonly tokenRefusedAt: string | null
  /** Whose token it is, as the remote says; null where it does not. */
  readonly account: string | null
  /** Where tokens are made, for people. */
  readonly tokenPage: string
  readonly libraryUri: string | null
  readonly keyserverUri: string | null
  readonly builderUri: string | null
  readonly tokenUri: string | null
  /** Entity that short references default to on this server, where known. */
  readonly defaultEntity: string | null
}

/** How far a token carries. `endsSoon`: within a week. */
export type TokenStanding = 'none' | 'good' | 'endsSoon' | 'ended' | 'refused'

const soonMs = 7 * 86_400_000

/** What is known of a remote's token at a moment, without asking anybody. */
export function tokenStanding(
  { hasToken, tokenEndsAt, tokenRefusedAt }: Pick<Remote, 'hasToken' | 'tokenEndsAt' | 'tokenRefusedAt'>,
  now: Date,
): TokenStanding {
  if (!hasToken) return 'none'
  const leftMs = tokenEndsAt === null ? Number.POSITIVE_INFINITY : Date.parse(tokenEndsAt) - now.getTime()
  if (leftMs <= 0) return 'ended'
  if (tokenRefusedAt !== null) return 'refused'
  return leftMs < soonMs ? 'endsSoon' : 'good'
}

/** A remote in a file of the command lines, and how it stands to what is here. */
export interface RemoteElsewhere {
  readonly name: string
  readonly uri: string
  readonly hasToken: boolean
  /** A copy of what the administrator set up. */
  readonly system: boolean
  readonly exclusive: boolean
  readonly insecure: boolean
  readonly keyservers: readonly {
    readonly uri: string
    readonly skip: boolean
    readonly external: boolean
    readonly insecure: boolean
  }[]
  /** `otherAddress`: a remote of that name is here and leads somewhere else. */
  readonly state: 'new' | 'here' | 'otherAddress' | 'unusable'
}

/** A `remote.yaml` of the command lines. */
export interface RemotesFile {
  readonly path: string
  readonly program: 'SingularityCE' | 'Apptainer' | null
  readonly active: string | null
  readonly remotes: readonly RemoteElsewhere[]
  /** Registries it has logins for, as they are written there. */
  readonly registries: readonly string[]
  /** Whether changes made here are written there too. */
  readonly isKeptInStep: boolean
  /** Why it could not be read. */
  readonly error: AppError | null
}

export interface ServiceStatus {
  readonly service: 'library' | 'keyserver' | 'builder' | 'token'
  readonly uri: string
  readonly state: 'ok' | 'unreachable' | 'refused'
  readonly version: string | null
  readonly detail: string | null
}
