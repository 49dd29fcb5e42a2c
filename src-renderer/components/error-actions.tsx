/**
 * Ways on that an error has wherever it is shown, like signing in again. Which those are is the window's
 * matter: it gives the components that know, and notices put them beside their own actions.
 */
import { type ComponentType, createContext, useContext } from 'react'
import type { AppError } from '../../src-shared/model/error.ts'

export interface ErrorActionProps {
  readonly error: AppError
}

/** Each shows a button for the errors it knows a way on from, and nothing for others. */
export const ErrorActionsContext = createContext<
  readonly { readonly name: string; readonly action: ComponentType<ErrorActionProps> }[]
>([])

export function ErrorActions({ error }: ErrorActionProps) {
  const actions = useContext(ErrorActionsContext)
  return actions.map(({ name, action: Action }) => <Action key={name} error={error} />)
}
