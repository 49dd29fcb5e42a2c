/** The ways on from errors of servers: a new token where one is wanted. */
import type { AppError } from '../../../src-shared/model/error.ts'
import { remotesText as text } from '../../../src-shared/text/remotes.ts'
import { addressOf } from '../../app/address.ts'
import { useCall } from '../../app/use-call.ts'
import { LinkButton } from '../../components/button.tsx'

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
  return null
}
