/**
 * The way to the page where tokens are made. The window's shell asks before it opens the system's browser;
 * the browser face asks here. A page without encryption is never opened, its address can be copied.
 */
import './remotes.css'
import { useState } from 'react'
import type { AppError } from '../../../src-shared/model/error.ts'
import type { Remote } from '../../../src-shared/model/remote.ts'
import { frameText } from '../../../src-shared/text/frame.ts'
import { remotesText as text } from '../../../src-shared/text/remotes.ts'
import { useConnection } from '../../app/connection.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'

export function TokenPage({ remote }: { readonly remote: Remote }) {
  const shell = useConnection((state) => state.shell)
  const [isAsking, setAsking] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const url = remote.tokenPage
  const canOpen = url.startsWith('https://')
  const open = async (): Promise<void> => {
    if (shell === null) return setAsking(true)
    const answer = await shell.ask({ verb: 'openExternal', url })
    setError(answer.ok ? null : answer.error)
  }
  const openInTab = (): void => {
    setAsking(false)
    window.open(url, '_blank', 'noopener,noreferrer')
  }
  return (
    <div className="token-page">
      <span className="field-label">{text.tokenPage}</span>
      <div className="line">
        <code className="cut" title={url}>
          {url}
        </code>
        <CopyButton text={url} label={text.copyTokenPage} />
        {canOpen && !isAsking && (
          <Button icon="external" onPress={() => void open()}>
            {text.openTokenPage}
          </Button>
        )}
      </div>
      {isAsking && (
        <div className="line token-page-question" role="alert">
          <span className="grow">{text.openTokenPageIn(new URL(url).host)}</span>
          <Button variant="ghost" onPress={() => setAsking(false)}>
            {frameText.cancel}
          </Button>
          <Button autoFocus onPress={openInTab}>
            {frameText.open}
          </Button>
        </div>
      )}
      <ErrorNotice error={error} />
    </div>
  )
}
