import { example, server } from '../build';

export const foreignWeather = example({
  id: 'foreign-weather',
  title: 'Weather from another country',
  lesson: 'An embassy’s travel page reads a foreign weather service, which names the origins it serves.',
  expected: { kind: 'readable', rule: 'cors-check.allow-origin' },
  page: 'https://embassy.example/travel/reykjavik',
  request: { url: 'https://vedur.test/forecast/reykjavik?days=3', headers: [['Accept', 'application/json']] },
  servers: [
    server('https://vedur.test', {
      policy: {
        origins: 'list',
        list: ['https://embassy.example', 'https://ferries.example'],
        exposed: ['X-Forecast-Issued'],
        vary: true,
      },
      response: {
        headers: [
          ['Content-Type', 'application/json'],
          ['Cache-Control', 'max-age=600'],
          ['X-Forecast-Issued', '2026-03-01T06:00Z'],
        ],
        body: '{"place": "Reykjavík", "celsius": [-2, 1, 3], "sky": ["snow", "cloud", "sun"]}',
      },
    }),
  ],
});
