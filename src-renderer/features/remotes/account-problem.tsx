/** What an account's call answered in place of what was wanted, below that account. */
import './remotes.css'
import type { AppError } from '../../../src-shared/model/error.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'

export function AccountProblem({ error }: { readonly error: AppError | null }) {
  if (error === null) return null
  return (
    <div className="account-problem" role="alert">
      <ErrorNotice error={error} />
    </div>
  )
}
