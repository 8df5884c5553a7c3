import { useMemo } from 'react';
import { type Diagnosis, diagnose } from '../../explain/diagnosis';
import { serverFor } from '../../scenario/servers';
import { useStore } from '../../store/store';
import { useReview } from '../review/use-review';

/** The diagnosis of what is shown, with what a review of the policy finds once it is done. */
export function useDiagnosis(): Diagnosis {
  const { scenario, simulation } = useStore((state) => state.result);
  const server = useMemo(() => {
    const last = simulation.runs.at(-1)?.steps.findLast((step) => step.type === 'request');
    return last?.type === 'request' ? (serverFor(scenario, last.request.url) ?? undefined) : undefined;
  }, [scenario, simulation]);
  const { review } = useReview(server);
  const findings = review !== null && review.server === server ? review.findings : undefined;
  return useMemo(() => diagnose(scenario, simulation.runs, findings), [scenario, simulation, findings]);
}
