/** Says that a remote no longer knows who the user is, and leads to a new token. Shows nothing while all is well. */
import type { Remote } from '../../src-shared/model/remote.ts'
import { remotesText, tokenProblem } from '../../src-shared/text/remotes.ts'
import { LinkButton } from './button.tsx'
import { SourceNotice } from './source-notice.tsx'

export interface TokenNoticeProps {
  readonly remote: Remote | null
  /** Where a new token is given. */
  readonly href: string
}

export function TokenNotice({ remote, href }: TokenNoticeProps) {
  const problem = remote === null ? null : tokenProblem(remote, new Date())
  if (problem === null) return null
  return (
    <SourceNotice
      kind="failed"
      title={problem.title}
      text={problem.text}
      action={<LinkButton href={href}>{remotesText.renew}</LinkButton>}
    />
  )
}
