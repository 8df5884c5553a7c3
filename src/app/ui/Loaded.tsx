import { Component, type ReactNode, Suspense } from 'react';
import { WORDS } from './loaded-words';

interface LoadedProps {
  readonly children: ReactNode;
}

/** What comes in a bundle of its own: says so while it is on its way, and when it does not come. */
export class Loaded extends Component<LoadedProps, { readonly failed: 'yes' | 'no' }> {
  override state = { failed: 'no' } as const;

  static getDerivedStateFromError() {
    return { failed: 'yes' };
  }

  override render() {
    if (this.state.failed !== 'no') return <p role="alert">{WORDS.failed}</p>;
    return <Suspense fallback={<p role="status">{WORDS.loading}</p>}>{this.props.children}</Suspense>;
  }
}
