/** The ways on from errors of servers: a new token where one is wanted, a test where the connection fails. */
import type { AppError } from '../../../src-shared/model/error.ts'
import { diagnosisText } from '../../../src-shared/text/diagnosis.ts'
import type { ErrorCode } from '../../../src-shared/text/errors/index.ts'
import { remotesText as text } from '../../../src-shared/text/remotes.ts'
import { addressOf } from '../../app/address.ts'
import { askDoctor } from '../../app/doctor-request.ts'
import { useCall } from '../../app/use-call.ts'
import { Button, LinkButton } from '../../components/button.tsx'

/** Errors whose reason a test of the connection finds out. */
const testable: ReadonlySet<string> = new Set<ErrorCode>([
  'OFFLINE',
  'TIMED_OUT',
  'CONNECTION_CUT',
  'TLS_FAILED',
  'ANSWER_MALFORMED',
  'SERVER_FAILED',
  'PROXY_REFUSED',
  'REMOTE_NOT_A_REMOTE',
  'REGISTRY_NOT_A_REGISTRY',
])

const hostOf = (uri: string | null): string | null => (uri === null ? null : new URL(uri).host)

function SignInAgain({ host }: { readonly host: string }) {
  const { value } = useCall('remotes.list', {}, { refetchOn: ['remotes.changed'] })
  const remote = value?.find(({ uri, libraryUri, keyserverUri, builderUri, tokenUri }) =>
    [uri, libraryUri, keyserverUri, builderUri, tokenUri].map(hostOf).includes(host),
  )
  if (remote === undefined) return <LinkButton href={addressOf.settings('accounts')}>{text.openAccounts}</LinkButton>
  return <LinkButton href={addressOf.signIn(remote.name)}>{remote.hasToken ? text.renew : text.signIn}</LinkButton>
}

export function ErrorAction({ error }: { readonly error: AppError }) {
  const { host } = error.params
  if (typeof host !== 'string') return null
  if (error.code === 'NOT_LOGGED_IN') return <SignInAgain host={host} />
  return testable.has(error.code) ? (
    <Button onPress={() => askDoctor({ kind: 'host', name: host })}>{diagnosisText.test}</Button>
  ) : null
}
