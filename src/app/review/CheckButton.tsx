import { useStore } from '../../store/store';
import { Icon } from '../ui/Icon';
import { callPanel } from './panel-state';
import styles from './review.module.css';
import { REVIEW } from './words';

/** The way from a server's fields to the check of its policy. */
export function CheckButton({ index }: { readonly index: number }) {
  const check = () => {
    const server = useStore.getState().draft.servers[index];
    if (server !== undefined) callPanel(server);
  };
  return (
    <button type="button" className={styles.check} onClick={check}>
      <Icon name="pass" />
      {REVIEW.check}
    </button>
  );
}
