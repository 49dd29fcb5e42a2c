/** Keeps a view that fails from taking the window down: says so in its place and offers to show it again. */
import { Component, type ErrorInfo, type ReactNode } from 'react'
import { appError } from '../../src-shared/text/errors/index.ts'
import { frameText } from '../../src-shared/text/frame.ts'
import { Button } from '../components/button.tsx'
import { ErrorState } from '../components/error-state.tsx'

interface Props {
  readonly children: ReactNode
}

interface State {
  readonly detail: string | null
}

export class ViewBoundary extends Component<Props, State> {
  override state: State = { detail: null }

  static getDerivedStateFromError(error: unknown): State {
    return { detail: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }

  override componentDidCatch(_error: unknown, info: ErrorInfo): void {
    this.setState(({ detail }) => ({ detail: `${detail ?? ''}\n${info.componentStack ?? ''}` }))
  }

  override render(): ReactNode {
    const { detail } = this.state
    if (detail === null) return this.props.children
    return (
      <ErrorState
        title={frameText.viewFailed}
        error={appError('INTERNAL', {}, { detail, hint: frameText.viewFailedHint })}
        actions={<Button onPress={() => this.setState({ detail: null })}>{frameText.showAgain}</Button>}
      />
    )
  }
}
