import type { AppError } from './error.ts'

/** A named set of services: library, keyserver, builder, and the account on it. */
export interface Remote {
  readonly name: string
  /** Where the configuration document is asked, like `https://cloud.sylabs.io`. */
  readonly uri: string
  readonly insecure: boolean
  readonly active: boolean
  readonly hasToken: boolean
  readonly libraryUri: string | null
  readonly keyserverUri: string | null
  readonly builderUri: string | null
  readonly tokenUri: string | null
  /** Entity that short references default to on this server, where known. */
  readonly defaultEntity: string | null
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
