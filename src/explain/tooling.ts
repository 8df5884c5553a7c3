/** Request headers that come with tools, and which, as a clause's subject. */
const TOOLS: readonly (readonly [names: RegExp, tool: string])[] = [
  [/^sentry-trace$/, 'Sentry’s tracing'],
  [/^baggage$/, 'tracing, such as Sentry’s or OpenTelemetry’s,'],
  [/^trace(parent|state)$/, 'tracing, such as OpenTelemetry’s or Application Insights’,'],
  [/^request-(id|context)$/, 'Application Insights'],
  [/^x-datadog-/, 'Datadog’s tracing'],
  [/^(x-)?newrelic/, 'New Relic’s tracing'],
  [/^(b3|x-b3-.*)$/, 'Zipkin’s tracing'],
  [/^x-amzn-trace-id$/, 'Amazon’s tracing'],
  [/^x-cloud-trace-context$/, 'Google’s tracing'],
  [/^x-requested-with$/, 'a library, such as jQuery,'],
  [/^x-(correlation|request)-id$/, 'a library that numbers requests for the logs'],
  [/^(cache-control|pragma|if-modified-since)$/, 'a setting against caches'],
];

/** What usually adds a request header that nobody writes by hand; null where people do. The name in lower case. */
export function toolOf(name: string): string | null {
  return TOOLS.find(([names]) => names.test(name))?.[1] ?? null;
}
