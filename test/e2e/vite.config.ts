import { mergeConfig } from 'vite';
import config from '../../vite.config.ts';

/** The development server for journeys: it reloads no page while one is under way. */
export default mergeConfig(config, {
  cacheDir: '.test/vite',
  server: { host: '127.0.0.1', port: 4174, strictPort: true, hmr: false, watch: null },
});
