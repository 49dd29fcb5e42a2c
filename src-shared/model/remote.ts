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

export interface ServiceStatus {
  readonly service: 'library' | 'keyserver' | 'builder' | 'token'
  readonly uri: string
  readonly state: 'ok' | 'unreachable' | 'refused'
  readonly version: string | null
  readonly detail: string | null
}
