import TestSupport
import Foundation
import Testing

extension RunCommandTests {
  @Suite("A run that was cut short") struct Resuming {
    private let whole: UndisturbedRun
    private let study: SmallStudy

    init() throws {
      whole = try #require(UndisturbedRun.current)
      study = try SmallStudy()
    }

    private func start() throws -> SepalCommand {
      try SepalCommand(
        study.arguments(["run", "--jobs", "2", "--output", "report"]), in: study.folder.path)
    }

    /// Waits until `condition` holds; a run that ends first makes the test pointless.
    private func wait(_ run: SepalCommand, until condition: () throws -> Bool) throws {
      while try !condition() {
        try #require(run.isRunning, "the run was over before it could be disturbed")
        usleep(500)
      }
    }

    /// Runs again, and checks that the report is as if nothing had happened and that no result was
    /// made twice.
    private func expectResumption() throws {
      let (kept, wasted) = (try study.keptSteps(), try study.wastedBytes())
      let outcome = try study.sepal("run", "--jobs", "2", "--output", "report")
      #expect(outcome.status == 0, "\(outcome.messages)")
      #expect(whole.differences(from: try study.folder.files(below: "report")) == [])
      #expect(try study.keptSteps().reduce(0) { $0 + $1.objects } == whole.objects)
      #expect(try study.wastedBytes() <= wasted, "\(kept) was there, and something was made again")
    }

    @Test("killed while it works, it goes on where it was", arguments: [0.01, 0.2, 0.5, 0.8])
    func killed(_ share: Double) throws {
      let run = try start()
      try wait(run) { try Double(study.packedBytes()) > share * Double(whole.packedBytes) }
      run.send(SIGKILL)
      #expect(try run.wait().status == 128 + SIGKILL)
      #expect(try study.keptSteps().reduce(0) { $0 + $1.objects } > 0)
      try expectResumption()
    }

    @Test("killed while it writes the report, it leaves digests that do not pretend to be whole")
    func killedWriting() throws {
      let run = try start()
      try wait(run) { study.folder.exists("report/report.html") }
      run.send(SIGKILL)
      #expect(try run.wait().status == 128 + SIGKILL)
      #expect(try study.folder.text("report/SHA256SUMS") == "# being written\n")
      try expectResumption()
    }

    @Test("Ctrl-C ends it with 130 and says how to go on")
    func interrupted() throws {
      let run = try start()
      try wait(run) { try study.packedBytes() > whole.packedBytes / 10 }
      run.send(SIGINT)
      let outcome = try run.wait()
      #expect(outcome.status == 130)
      #expect(outcome.messages.contains("run the same command again to resume"))
      #expect(outcome.output.isEmpty)
      #expect(!study.folder.exists("report/report.html"))
      try expectResumption()
    }

    @Test("a result that is damaged in the cache is reported and made again")
    func flippedBit() throws {
      #expect(try study.sepal("run", "--output", "first").status == 0)
      let pack = try #require(try study.packs().first)
      var bytes = try study.folder.bytes(pack)
      bytes[bytes.count - 1] ^= 1
      try study.folder.write(bytes, pack)
      let outcome = try study.sepal("run", "--output", "report")
      #expect(outcome.status == 0)
      #expect(outcome.messages.contains("is damaged; it is made again"))
      #expect(whole.differences(from: try study.folder.files(below: "report")) == [])
    }

    @Test(
      "a full disk ends it with 75 and keeps what is done; with room it goes on",
      .enabled(if: SmallDisk.canBeMade, "only root may mount a disk for the test"))
    func fullDisk() throws {
      let disk = try SmallDisk(at: study.folder.path + "/cache", bytes: whole.packedBytes / 2)
      let outcome = try study.sepal("run", "--output", "report")
      #expect(outcome.status == 75)
      #expect(outcome.messages.contains("No space left on device"))
      #expect(outcome.messages.contains("run again to resume"))
      #expect(!study.folder.exists("report/report.html"))
      #expect(try study.keptSteps().reduce(0) { $0 + $1.objects } > 0)
      try withExtendedLifetime(disk) {
        try disk.resize(bytes: 8 * whole.packedBytes)
        try expectResumption()
      }
    }

    @Test(
      "a report that does not fit on its disk ends it with 75, by name",
      .enabled(if: SmallDisk.canBeMade, "only root may mount a disk for the test"))
    func fullOutput() throws {
      let disk = try SmallDisk(at: study.folder.path + "/report", bytes: 1 << 16)
      let outcome = try study.sepal("run", "methods", "--output", "report")
      #expect(outcome.status == 75)
      #expect(outcome.messages.contains(/report\/[a-zA-Z.\/-]+: cannot be written \(No space left/))
      try withExtendedLifetime(disk) {
        try disk.resize(bytes: 1 << 26)
        #expect(try study.sepal("run", "methods", "--output", "report").status == 0)
      }
    }
  }
}
