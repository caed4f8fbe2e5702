package dev.tidemark.secret;

/** The table that other tests stand on keeps the contract too. */
class MemorySecretTableTest extends SecretTableContract {
    @Override
    SecretTable table() {
        return new MemorySecretTable();
    }
}
