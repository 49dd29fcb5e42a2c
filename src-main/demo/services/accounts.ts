/** Where a client finds everything: the configuration document, tokens, versions, the account. */
import { bareAnswer, dataAnswer, errorAnswer, type Service, type ServiceRequest } from './answer.ts'

export interface Account {
  readonly username: string
  readonly email: string
  readonly realName: string
  /** Password of the registry behind the library. */
  readonly registrySecret: string
}

export interface AccountsOptions {
  account(request: ServiceRequest): Account | null
  /** `1.0.0` makes clients use the older upload and tag calls. */
  apiVersion(): string
}

/** The token in a request, or null. The scheme is written in either case by the clients. */
export function bearerToken(request: ServiceRequest): string | null {
  return /^bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null
}

export function createAccounts(options: AccountsOptions): Service {
  return (request) => {
    if (request.method !== 'GET') return null
    const { origin } = request
    switch (request.path) {
      case '/assets/config/config.prod.json':
        return bareAnswer({
          libraryAPI: { uri: origin, registryUri: origin },
          keystoreAPI: { uri: origin },
          tokenAPI: { uri: `${origin}/token` },
          builderAPI: { uri: `${origin}/build` },
          consentAPI: { uri: `${origin}/consent` },
        })
      case '/token/v1/token-status':
      case '/v1/token-status':
        // The reference server says "not found" of a token it does not accept.
        return options.account(request) ? dataAnswer({ status: 'ok' }) : errorAnswer(404, 'token not accepted')
      case '/version':
        return dataAnswer({ version: 'v1.8.2', apiVersion: options.apiVersion() })
      case '/token/version':
      case '/build/version':
        return dataAnswer({ version: 'v2.1.0', apiVersion: '1.0.0' })
      case '/v1/rbac/users/current': {
        const account = options.account(request)
        if (!account) return errorAnswer(401, 'unauthorized')
        return bareAnswer({
          username: account.username,
          email: account.email,
          realname: account.realName,
          oidc_user_meta: { secret: account.registrySecret },
        })
      }
      default:
        return null
    }
  }
}
