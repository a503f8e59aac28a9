// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.rules;

import java.util.List;
import java.util.concurrent.Callable;

import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Times the rules with JMH. */
@Command(name = "rules", mixinStandardHelpOptions = true, description = "What all checks and repairs of a header take, by JMH.")
public final class RulesCommand implements Callable<Integer> {
    @Option(names = "--seconds", paramLabel = "N", description = "For one iteration, of 10 in all, in each of the processes. Default: 2.")
    private int seconds = 2;

    @Option(names = "--forks", paramLabel = "N", description = "Processes, one after the other. Default: 2.")
    private int forks = 2;

    @Option(names = "--report", paramLabel = "FILE", description = "As JSON. Default: rules.json.")
    private String report = "rules.json";

    @Option(names = "--profiler", split = ",", paramLabel = "NAME", description = "Of JMH, such as gc or stack.")
    private List<String> profilers = List.of();

    @Override
    public Integer call() throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder();
        profilers.forEach(options::addProfiler);
        new Runner(options
            .include(RulesBenchmark.class.getName())
            .warmupIterations(5).warmupTime(TimeValue.seconds(seconds))
            .measurementIterations(5).measurementTime(TimeValue.seconds(seconds))
            .forks(forks)
            .resultFormat(ResultFormatType.JSON).result(report)
            .build()).run();
        return 0;
    }
}
