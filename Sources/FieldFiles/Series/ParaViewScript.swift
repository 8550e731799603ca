/// The companion script `paraview.py`: opens a series in ParaView with colours, range and animation set up.
public struct ParaViewScript: Sendable {
    /// File name of the `.pvd` beside the script.
    public var collection: String
    /// Array shown first, and the number of its stored components.
    public var field: String
    public var isVector: Bool
    /// Number of space axes; plane scalars are raised by their value, lines are plotted.
    public var dimension: Int

    public init(collection: String, field: String, isVector: Bool, dimension: Int) {
        self.collection = collection
        self.field = field
        self.isVector = isVector
        self.dimension = dimension
    }

    /// The text of the script.
    public var encoded: String {
        Self.template
            .replacing("@COLLECTION@", with: Self.quoted(collection))
            .replacing("@FIELD@", with: Self.quoted(field))
            .replacing("@VECTOR@", with: isVector ? "True" : "False")
            .replacing("@DIMENSION@", with: String(dimension))
    }

    /// A Python string literal.
    private static func quoted(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\\\").replacing("'", with: "\\'").replacing("\n", with: "\\n")
        return "'\(escaped)'"
    }

    private static let template = #"""
        """Shows this run in ParaView.

        pvpython paraview.py                     opens a window
        pvpython paraview.py --movie frames.png  writes one picture per time
        In ParaView itself: Tools > Python Shell > Run Script.
        """
        import os
        import sys

        from paraview.simple import *

        COLLECTION = @COLLECTION@
        FIELD = @FIELD@
        IS_VECTOR = @VECTOR@
        DIMENSION = @DIMENSION@

        folder = os.path.dirname(os.path.abspath(__file__))
        series = PVDReader(registrationName=COLLECTION, FileName=os.path.join(folder, COLLECTION))
        series.UpdatePipeline()
        view = GetActiveViewOrCreate("RenderView")
        scene = GetAnimationScene()
        scene.UpdateAnimationUsingDataTimeSteps()

        # The range over all times, so that colours mean the same in every frame.
        lowest, highest = float("inf"), float("-inf")
        for time in list(series.TimestepValues) or [0.0]:
            series.UpdatePipeline(time)
            array = series.PointData.GetArray(FIELD)
            if array is None:
                continue
            low, high = array.GetRange(-1 if IS_VECTOR else 0)
            lowest, highest = min(lowest, low), max(highest, high)
        if not lowest < highest:
            lowest, highest = (lowest - 0.5, lowest + 0.5) if lowest == highest else (0.0, 1.0)

        shown = series
        if not IS_VECTOR and DIMENSION < 3:
            bounds = series.GetDataInformation().GetBounds()
            extent = max(bounds[1] - bounds[0], bounds[3] - bounds[2])
            shown = WarpByScalar(Input=series)
            shown.Scalars = ["POINTS", FIELD]
            shown.ScaleFactor = 0.4 * extent / (highest - lowest)
            if DIMENSION == 1:
                shown.Normal = [0.0, 1.0, 0.0]
                shown.UseNormal = 1
        display = Show(shown, view)
        if DIMENSION == 3:
            display.SetRepresentationType("Outline")
            for normal in ([1, 0, 0], [0, 1, 0], [0, 0, 1]):
                cut = Slice(Input=shown)
                cut.SliceType.Normal = normal
                cut_display = Show(cut, view)
                ColorBy(cut_display, ("POINTS", FIELD))
        ColorBy(display, ("POINTS", FIELD))
        colours = GetColorTransferFunction(FIELD)
        colours.ApplyPreset("Cool to Warm" if lowest < 0 < highest else "Viridis (matplotlib)", True)
        colours.RescaleTransferFunction(lowest, highest)
        display.SetScalarBarVisibility(view, True)
        if DIMENSION < 2:
            view.InteractionMode = "2D"
        ResetCamera(view)
        if DIMENSION == 2 and not IS_VECTOR:
            GetActiveCamera().Elevation(-45)
            ResetCamera(view)
        Render(view)

        if "--movie" in sys.argv:
            SaveAnimation(sys.argv[sys.argv.index("--movie") + 1], view)
        elif __name__ == "__main__" and "pvpython" in os.path.basename(sys.executable or ""):
            Interact(view)
        """# + "\n"
}
