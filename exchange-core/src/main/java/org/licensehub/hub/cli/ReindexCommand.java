package org.licensehub.hub.cli;

import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.licensehub.store.index.LicenseIndex;
import org.licensehub.store.repository.IndexRebuild;
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

    @ParentCommand
    private HubCommand hub;

    @Mixin
    private HubConfigurationFile configuration;

    @Override
    public Integer call() {
        SpringApplication application = new SpringApplication(hub.application());
        application.setWebApplicationType(WebApplicationType.NONE);
        long indexed;
        try (var context = application.run(configuration.asSpringArguments("--licensehub.workers=false", "--licensehub.cache.kind=none"))) {
            IndexRebuild rebuild = new IndexRebuild(context.getBean(LicenseRepository.class), context.getBean(LicenseIndex.class));
            try (ProgressBar progress = Progress.bar("reindex", -1)) {
                indexed = rebuild.run(progress::stepTo);
            }
        }
        System.out.println("已重建索引 / indexed licenses: " + indexed);
        return 0;
    }
}
