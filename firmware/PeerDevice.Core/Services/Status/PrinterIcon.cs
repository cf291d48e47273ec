using System;
using PeerDevice.Bytes;
using PeerDevice.Services.View;

namespace PeerDevice.Services.Status;

/// <summary>What stands for a printer in print dialogues (printer-icons, PWG 5100.13): one drawing of four colours in the three sizes that are asked for, as PNG. The octets stay in a board's flash until they are sent.</summary>
public static class PrinterIcon
{
    /// <summary>How many sizes there are.</summary>
    public const int Sizes = 3;

    // With the number of the drawing: another has another name, so that this one may be kept for ever.
    private const string Name = ".well-known/peerdevice/printer-1-";
    private const string Version = "printer1";

    private const string Small =
        "iVBORw0KGgoAAAANSUhEUgAAADAAAAAwAgMAAAAqbBEUAAAADFBMVEX///8rLzb///+Kk6CDcHB3AAAAAXRSTlMAQObYZgAAAGVJREFUeNpjYEACTDg5IBAKBgSVha0CgqmEla3////XVOqYxhoKBQH4lDHG/4eC"
        + "rw7EKFtNnDJCpl2FOC2ckLJVYEBAWWjoapCVr0JDHfCGmyjEtBACwSsKNO0fEcqINA3iU7zKAFIvUH7zu+HdAAAAAElFTkSuQmCC";

    private const string Middle =
        "iVBORw0KGgoAAAANSUhEUgAAAIAAAACAAgMAAAC+UIlYAAAADFBMVEX///8rLzb///+Kk6CDcHB3AAAAAXRSTlMAQObYZgAAAGFJREFUeNrtlrkNACAMxBA73pJZMhQ8AhTEAI5rKusUXMqHyniw0AXXg22wPfiA"
        + "7oG+Bz1geZD8gZQezNIDdw/RdWB6sAuiB2mvh1kQ/cdg9UO0B2JHnTXJ9pB7iIsS5aEBmyjUt5RnCOEAAAAASUVORK5CYII=";

    private const string Large =
        "iVBORw0KGgoAAAANSUhEUgAAAgAAAAIAAgMAAACJFjxpAAAADFBMVEX///8rLzb///+Kk6CDcHB3AAAAAXRSTlMAQObYZgAAAX1JREFUeNrt3cENgCAMQFHiji7pknry0gsSMUJ5neAlPfnTYCk/zwYAAAAAAAAA"
        + "AAAAAAAAAFBGn/3lWAEAAAAAAAAAAAAAAAAAQJ4+cDSOPgAAAAAAAAAAAAAAAAAAkLcPnJXRBwAAAAAAAAAAAAAAAAAA8vcB9wMAAAAAAAAAAAAAAAAAAPn7wP7xWAEAAAAAAAAAAAAAAAAAwLh94P5+Pz+e2Ams"
        + "AAAAAAAAAAAAAAAAAAAgfx+I7xboAwAAAAAAAAAAAAAAAAAA6/UB9wMAAAAAAAAAAAAAAAAAAPP2gd7vDugDAAAAAAAAAAAAAAAAAADz9oHj5egDAAAAAAAAAAAAAAAAAADz9YE48f2A1ncHav8xsAIAAAAAAAAA"
        + "AAAAAAAAgPH+bxh7Qa/7ASsAAAAAAAAAAAAAAAAAAJi/Dzy9F9AHAAAAAAAAAAAAAAAAAADy9gH3AwAAAAAAAAAAAAAAAAAA6/aBXmMFAAAAAAAAAAAAAAAAAADDAi4GuFNmcCv7dAAAAABJRU5ErkJggg==";

    /// <summary>Where the icon of a size is: its path without the slash in front.</summary>
    /// <param name="size">0 for 48 by 48 dots, 1 for 128, 2 for 512.</param>
    public static string PathOf(int size)
    {
        return Name + (size == 0 ? "48" : size == 1 ? "128" : "512") + ".png";
    }

    /// <summary>The size that is at a path, or -1.</summary>
    public static int SizeAt(string path)
    {
        bool isOne = Text.Begins(path, Name);
        for (int i = 0; i < Sizes && isOne; i++)
        {
            if (path == PathOf(i))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Answers GET and HEAD of an icon.</summary>
    public static void Answer(Exchange exchange, int size)
    {
        byte[] icon = Convert.FromBase64String(size == 0 ? Small : size == 1 ? Middle : Large);
        if (!ViewResource.Begin(exchange, Version, "image/png", icon.Length))
        {
            return;
        }

        if (!exchange.IsHead)
        {
            exchange.Out.Octets(icon, 0, icon.Length);
        }

        exchange.Flush();
    }
}
