package org.licensehub.hub.cli;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.licensehub.store.index.LicenseIndex;
import org.licensehub.store.model.License;
import org.licensehub.store.repository.LicenseLedger;
import org.licensehub.store.repository.LicenseRepository;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code hub reindex}: makes the license index anew from the system of record. */
@Command(name = "reindex", mixinStandardHelpOptions = true,
        description = {"由数据库重建证照索引；内嵌数据库时须先停止该库", "Rebuild the license index from PostgreSQL; with the embedded database stop the hub first"})
final class ReindexCommand implements Callable<Integer> {

    private static final int PAGE = 500;

    @ParentCommand
    private HubCommand hub;

    @Mixin
    private HubConfigurationFile configuration;

    @Override
    public Integer call() {
        SpringApplication application = new SpringApplication(hub.application());
        application.setWebApplicationType(WebApplicationType.NONE);
        try (var context = application.run(configuration.asSpringArguments("--licensehub.workers=false", "--licensehub.cache.kind=none"))) {
            long indexed = rebuild(context.getBean(LicenseRepository.class), context.getBean(LicenseIndex.class));
            System.out.println("已重建索引 / indexed licenses: " + indexed);
        }
        return 0;
    }

    private static long rebuild(LicenseRepository licenses, LicenseIndex index) {
        index.clear();
        long indexed = 0;
        UUID after = new UUID(0, 0);
        try (ProgressBar progress = Progress.bar("reindex", -1)) {
            for (List<License> page = licenses.findIssuedAfter(after, PAGE); !page.isEmpty(); page = licenses.findIssuedAfter(after, PAGE)) {
                index.put(LicenseLedger.entriesOf(page));
                indexed += page.size();
                progress.stepTo(indexed);
                after = page.get(page.size() - 1).id();
            }
        }
        index.refresh();
        return indexed;
    }
}
