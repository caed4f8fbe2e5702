package dev.tidemark.connectors.program;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.testkit.OwnLoopContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class AirbyteContractIT extends OwnLoopContract {

    @SuppressWarnings("NullAway.Init")
    private ScriptedPrograms programs;

    private final ProgramSource source = new ProgramSource(ScriptedPrograms.SMALL);

    @BeforeEach
    void begin(@TempDir Path folder) throws IOException {
        programs = new ScriptedPrograms(Airbyte.NAME, folder);
    }

    @Override
    protected SourceConnector connector() {
        return source;
    }

    @Override
    protected Access access(Script script) {
        return programs.access(script);
    }

    @Override
    protected String stream() {
        return "ships";
    }

    @Override
    protected Collection<String> secrets() {
        return List.of(ScriptedPrograms.KEY);
    }

    @Override
    protected int said() {
        return programs.said();
    }

    @Override
    protected Set<Long> living() {
        return programs.living();
    }
}
