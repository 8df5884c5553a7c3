/** Two origins, and the check where they meet. */
export function Logo() {
  return (
    <svg
      viewBox="0 0 24 24"
      width="1.65em"
      height="1.65em"
      fill="none"
      strokeWidth="2"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <circle cx="8.6" cy="12" r="6.6" stroke="var(--page)" />
      <circle cx="15.4" cy="12" r="6.6" stroke="var(--server)" />
      <path d="M12 9.3v5.4" stroke="var(--browser)" />
    </svg>
  );
}
